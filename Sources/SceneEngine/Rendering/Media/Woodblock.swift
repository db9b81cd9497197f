import CPixelKernels

extension RenderStep {
    /// A colour print from wooden blocks: few pigments, the grain of the wood, a dark key block, a margin of paper.
    static let woodblock = RenderStep("printing from woodblocks", for: .woodblock) { state in
        var canvas = ArtCanvas(state)
        let parallelism = state.parallelism
        let ink = canvas.flow(sigma: 3).outlines(width: 1.2 * state.scale, threshold: 0.000, sharpness: 45)
        canvas.simplify(radius: 6)
        canvas.image.updateSequence(parallelism: parallelism) { image, _, count in
            pk_scale_chroma(image, 1.35, 0.18, count)
        }
        let palette = printingInks(for: canvas.image)
        // Every block is one ink, but faces keep some of their modelling.
        let share = state.scene.protected.alpha.scaled(by: -0.20, offset: 0.90, parallelism: parallelism)
        canvas.image.updateSequence(reading: [share], parallelism: parallelism) { image, p, count in
            pk_palette_soften(image, p[0], palette, Int32(palette.count), 0.035, count)
        }
        let grain = state.noise(
            FractalNoise(scale: 26 * state.scale, octaves: 4, stretchX: 6, stretchY: 0.35),
            salt: 241
        )
        let (width, height) = (Int32(state.width), Int32(state.height))
        canvas.update(reading: [ink, grain, state.bokashi(), canvas.paper(state)]) { image, p, rows in
            pk_woodblock_rows(
                image,
                p[0],
                p[1],
                p[2],
                p[3],
                width,
                height,
                Int32(rows.lowerBound),
                Int32(rows.upperBound)
            )
        }
        canvas.paint(into: &state)
    }
}

extension RenderState {
    /// The share of indigo that a printer wipes over the top of the sky's block.
    fileprivate func bokashi() -> Plane {
        guard takesWeather else { return Plane(width: width, height: height) }
        let sky = scene.sky.alpha
        return Plane.withPointers([sky]) { p in
            Plane(width: width, height: height, parallelism: parallelism) { out, rows in
                for y in rows {
                    let wiped = 0.6 * (1 - smoothRise(0.02, 0.22, Float(y) / Float(height)))
                    for x in 0..<width { out[y * width + x] = wiped * p[0][y * width + x] }
                }
            }
        }
    }
}

/// The inks that suit a picture: its own main colours, each drawn towards the nearest pigment of the old prints.
private func printingInks(for image: LinearImage) -> [pk_color] {
    let lab = { (color: pk_color) -> SIMD3<Float> in
        var values = [Float](repeating: 0, count: 3)
        pk_oklab_of_encoded(color, &values)
        return SIMD3(values[0], values[1], values[2])
    }
    let pigments = traditionalPigments.map(lab)
    return ColorPalette(of: image, count: 16).colors.map { color in
        let own = lab(color)
        var (nearest, least) = (own, Float.infinity)
        for pigment in pigments {
            let d = pigment - own, distance = 0.3 * d.x * d.x + 3 * (d.y * d.y + d.z * d.z)
            if distance < least { (nearest, least) = (pigment, distance) }
        }
        let mixed = own + (nearest - own) * SIMD3(0.25, 0.35, 0.35)
        return pk_encoded_of_oklab(mixed.x, mixed.y, mixed.z)
    }
}

/// Indigo, Prussian blue, ochre, vermilion, madder, moss, paper and their mixtures, in sRGB's numbers.
private let traditionalPigments: [pk_color] = [
    0xF2E7CF, 0xE4D3AC, 0xD9B778, 0xC08A4A, 0x8C5A33, 0x5B3B28, 0xB5482E, 0x8E2F27, 0xD98E73, 0x7E8F5A, 0x4F6641,
    0x2F4433, 0xA9C2C4, 0x6F9BB0, 0x3A6B8C, 0x1E4468, 0x152A45, 0x8A8578, 0x4A4945, 0x1D2129,
].map { (hex: UInt32) in
    pk_color(Float(hex >> 16 & 255) / 255, Float(hex >> 8 & 255) / 255, Float(hex & 255) / 255)
}
