import CPixelKernels

extension RenderStep {
    /// Panes of coloured glass between leads, cut along the picture's edges. As in old windows, features too small for
    /// a pane of their own are painted on the glass: that keeps faces.
    static let stainedGlass = RenderStep("cutting glass", for: .stainedGlass) { state in
        var canvas = ArtCanvas(state)
        let parallelism = state.parallelism
        let (width, height) = (state.width, state.height)
        let paint = canvas.flow(sigma: 2).outlines(width: 1.1 * state.scale, threshold: 0.002, sharpness: 30)
        canvas.simplify(radius: 4)
        let panes = GlassPanes(of: canvas, state: state)
        let enlarge = { (plane: Plane) in
            plane.resampled(width: width, height: height, interpolation: .bicubic, parallelism: parallelism)
                .clamped(parallelism: parallelism)
        }
        // The leads are wider than the blend between two panes.
        let colors = panes.colors.mapPlanes(enlarge)
        let borders = enlarge(panes.borders)
        let lead = borders.smoothstep(0.16, 0.34, parallelism: parallelism)
        let grime = borders.gaussianBlurred(sigma: 5 * state.scale, parallelism: parallelism)
        let grain = state.noise(FractalNoise(scale: 22 * state.scale, octaves: 4), salt: 252)
        let planes = colors.planes + [lead, grime, grain, paint, state.scene.protected.alpha]
        canvas.update(reading: planes) { image, p, rows in
            pk_glass_rows(
                image,
                pk_rgb(reading: p[0...]),
                p[3],
                p[4],
                p[5],
                p[6],
                p[7],
                1.6,
                Int32(width),
                Int32(rows.lowerBound),
                Int32(rows.upperBound)
            )
        }
        canvas.paint(into: &state)
        state.addGlare(threshold: 0.5, amount: 0.2)
    }
}

/// The picture cut into panes, on a copy about 640 pixels long.
private struct GlassPanes {
    /// Each pane in its own colour.
    let colors: LinearImage
    /// Near 1 on the borders of panes; strongest between colours that differ much.
    let borders: Plane

    init(of canvas: ArtCanvas, state: RenderState) {
        let parallelism = state.parallelism
        let factor = max(1, max(canvas.width, canvas.height) / 640)
        let (width, height) = (max(1, canvas.width / factor), max(1, canvas.height / factor))
        let reduce = { (plane: Plane) in plane.downsampled(width: width, height: height, parallelism: parallelism) }
        let image = canvas.image.mapPlanes(reduce)
        let roughness = reduce(state.relief.roughness), protected = reduce(state.scene.protected.alpha)
        let unit = Float(max(width, height)) / 640
        let random = state.stream(251)
        // Large panes where nothing happens, small ones where much does; leads must not cut up faces, which are painted.
        let spacing = roughness.combined(with: protected) {
            unit * (30 - 20 * smoothRise(0.015, 0.10, $0)) * (1 + 0.6 * $1)
        }
        var seeds = PointScatter(width: width, height: height, cell: 8)
        for i in 0..<width * height / 24 {
            let x = min(width - 1, Int(random[2 * i] * Float(width)))
            let y = min(height - 1, Int(random[2 * i + 1] * Float(height)))
            seeds.insert(x: x, y: y, radius: spacing[x, y])
        }
        var regions = RegionGrowth(of: image, seeds: seeds.points, spacing: spacing)
        for _ in 0..<3 { regions.smooth() }
        let means = regions.means(of: image).enumerated().map { index, mean in
            // Each sheet of glass was poured by itself.
            let n = 4 * (index + width * height)
            return pk_color(
                mean.red * random.uniform(0.94...1.06, at: n),
                mean.green * random.uniform(0.94...1.06, at: n + 1),
                mean.blue * random.uniform(0.94...1.06, at: n + 2)
            )
        }
        colors = regions.painted(means)
        borders = regions.borders(means, sparing: protected).gaussianBlurred(
            sigma: 0.7 * unit,
            parallelism: parallelism
        )
    }
}
