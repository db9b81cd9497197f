import CPixelKernels

extension RenderStep {
    /// Turns leaves red and gold and grass to straw, and lays a carpet of leaves.
    static let autumn = RenderStep("turning the leaves", for: .autumn) { state in
        let amount = state.strength(of: .autumn)
        guard state.foliage.mean > 0.01 else {
            state.warn("No plants were found, so nothing turned to autumn colours.")
            return
        }
        state.changePlants(amount: amount) { image, plants, count in pk_autumn(image, plants, count) }
        guard state.takesWeather else {
            state.warn("This is no wide outdoor view, so only leaves were coloured.")
            return
        }
        state.layCarpet(of: LeafColors.autumn, amount: 0.5 * amount)
        if !state.plan.suppresses(.leaves) { state.dropLeaves(LeafColors.autumn, count: 60 * 0.5 * amount, size: 6) }
    }

    static let leaves = RenderStep(
        "letting leaves fall",
        isNeeded: { $0.contains(.leaves) && !$0.contains(.autumn) }
    ) { state in
        state.dropLeaves(LeafColors.autumn, count: 260 * state.strength(of: .leaves), size: 9)
    }

    static let petals = RenderStep("letting petals drift", for: .petals) { state in
        state.dropLeaves(LeafColors.petals, count: 520 * state.strength(of: .petals), size: 7)
    }
}

enum LeafColors {
    static let autumn = [
        pk_color(0.55, 0.13, 0.02), pk_color(0.75, 0.32, 0.03), pk_color(0.62, 0.05, 0.02), pk_color(0.8, 0.5, 0.06),
    ]
    static let petals = [pk_color(0.95, 0.72, 0.78), pk_color(0.97, 0.84, 0.87), pk_color(0.9, 0.6, 0.7)]
}

extension RenderState {
    /// Runs a kernel that recolours plants, with fields that keep the leaves of one crown alike.
    mutating func changePlants(amount: Float, _ kernel: (pk_rgb, pk_plants, Int) -> Void) {
        // Orange and green tiles have the colours of leaves.
        let plants = foliage.combined(with: scene.structure.alpha) { $0 * (1 - smoothRise(0.35, 0.75, $1)) }
        let planes = [
            plants, scene.ground.alpha, scene.depth, clumps(scale: 70, salt: 101), clumps(scale: 22, salt: 106),
            scene.protected.alpha, relief.localBrightness,
        ]
        let horizon = scene.horizonRow
        image.updateSequence(reading: planes, parallelism: parallelism) { image, p, count in
            let plants = pk_plants(
                foliage: p[0],
                ground: p[1],
                depth: p[2],
                wide: p[3],
                fine: p[4],
                protected_share: p[5],
                local_brightness: p[6],
                amount: amount,
                horizon: horizon
            )
            kernel(image, plants, count)
        }
    }

    /// Noise averaged along the photograph's edges, so that it follows the crowns of trees: mean 0, deviation 1.
    func clumps(scale size: Float, salt: UInt32) -> Plane {
        let random = noise(FractalNoise(scale: size * scale, octaves: 3, gain: 0.6), salt: salt)
        let filter = GuidedFilter(
            guide: scene.luma,
            radius: Int(14 * scale),
            epsilon: 2e-3,
            subsampling: 4,
            parallelism: parallelism
        )
        let field = filter.apply(to: random)
        let mean = field.mean
        let squares = field.pixels.reduce(0.0) { $0 + Double(($1 - mean) * ($1 - mean)) }
        let deviation = Float((squares / Double(field.pixels.count)).squareRoot()) + 1e-4
        return field.scaled(by: 1 / deviation, offset: -mean / deviation, parallelism: parallelism)
    }

    /// Fallen leaves on the ground, smaller with distance.
    fileprivate mutating func layCarpet(of colors: [pk_color], amount: Float) {
        let random = stream(111)
        let patches = noise(FractalNoise(scale: 60 * scale, octaves: 3), salt: 112)
        let horizon = scene.horizonRow, span = Float(height) - horizon
        var leaves: [pk_petal] = []
        for index in 0..<Int(5200 * amount) {
            let n = index * 8
            let y = horizon + span * random[n].squareRoot(), x = random[n + 1] * Float(width)
            let place = min(Int(y), height - 1) * width + min(Int(x), width - 1)
            guard scene.ground.alpha.pixels[place] > 0.2 + 0.4 * random[n + 2], patches.pixels[place] > 0.42,
                scene.structure.alpha.pixels[place] < 0.3,
                water.pixels[place] < 0.2
            else { continue }
            leaves.append(
                pk_petal(
                    x: x,
                    y: y,
                    radius: (1 + 4.2 * (y - horizon) / span) * scale,
                    angle: random[n + 3] * 3.14,
                    aspect: 0.35 + 0.25 * random[n + 4],
                    color: colors[Int(random[n + 5] * Float(colors.count))] * (0.5 + 0.8 * random[n + 6])
                )
            )
        }
        let light = scene.illumination.map { min(max($0 / 0.5, 0.25), 1.5) }
        paintLeaves(leaves, softness: 0, light: light, opacity: 0.92)
    }

    /// Leaves in the air, a few of them near and out of focus.
    fileprivate mutating func dropLeaves(_ colors: [pk_color], count: Float, size: Float) {
        let random = stream(113)
        let leaves = (0..<Int(count)).map { index in
            let n = index * 8
            let near = random[n + 2] * random[n + 2] * random[n + 2]
            return pk_petal(
                x: random[n] * Float(width),
                y: random[n + 1] * Float(height) * 0.97,
                radius: (2 + size * near) * scale,
                angle: random[n + 3] * 3.14,
                aspect: 0.3 + 0.5 * random[n + 4],
                color: colors[Int(random[n + 5] * Float(colors.count))] * (0.6 + 0.7 * random[n + 6])
            )
        }
        let ambient = min(max(image.luminance(parallelism: parallelism).mean / 0.22, 0.25), 1.1)
        let light = Plane(width: width, height: height, repeating: ambient)
        paintLeaves(leaves, softness: 0.7 * scale, light: light, opacity: 0.9)
    }

    private mutating func paintLeaves(_ leaves: [pk_petal], softness: Float, light: Plane, opacity: Float) {
        guard !leaves.isEmpty else { return }
        var layer = LinearImage(width: width, height: height)
        var coverage = Plane(width: width, height: height)
        let (rowWidth, parallelism) = (Int32(width), parallelism)
        coverage.pixels.withUnsafeMutableBufferPointer { coverage in
            let coverage = coverage.baseAddress
            layer.update(parallelism: parallelism) { layer, _, rows in
                pk_leaves_paint(
                    layer,
                    coverage,
                    rowWidth,
                    leaves,
                    leaves.count,
                    Int32(rows.lowerBound),
                    Int32(rows.upperBound)
                )
            }
        }
        if softness > 0.3 {
            layer = layer.mapPlanes { $0.gaussianBlurred(sigma: softness, parallelism: parallelism) }
            coverage = coverage.gaussianBlurred(sigma: softness, parallelism: parallelism)
        }
        image.updateSequence(reading: layer.planes + [coverage, light], parallelism: parallelism) { image, p, count in
            pk_layer_blend(image, pk_rgb(reading: p[0...]), p[3], p[4], opacity, count)
        }
    }
}
