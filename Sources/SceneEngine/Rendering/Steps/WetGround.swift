import CPixelKernels

extension RenderStep {
    /// The scene mirrored in wet ground: sharp in puddles, smeared elsewhere, stronger at low angles.
    static let wetGround = RenderStep(
        "mirroring in wet ground",
        isNeeded: { RenderStep.isWet($0) || LightMood(for: $0)?.name == LightMood.cyberpunk.name }
    ) { state in
        guard state.takesWeather else {
            if state.plan.contains(.wet) { state.warn("This is no wide outdoor view, so nothing was made wet.") }
            return
        }
        let scene = state.scene
        let amount = max(state.strength(of: .rain), state.strength(of: .wet), state.strength(of: .cyberpunk) * 0.6)
        guard scene.ground.coverage > 0.01, amount > 0, !state.plan.contains(.snow) else { return }
        let (width, height, parallelism) = (state.width, state.height, state.parallelism)
        let base = state.mirrorAxis()
        let ripples = state.noise(
            FractalNoise(scale: 7 * state.scale, octaves: 3, stretchX: 2.5, stretchY: 0.7),
            salt: 151
        )
        let texture = CloudTexture(side: 512, seed: state.seed, salt: 152, parallelism: parallelism)
        let ground = scene.ground.alpha.combined(with: scene.protected.alpha) { $0 * (1 - $1) }
        let level = state.levelGround(ground)
        if level.mean < 0.004 {
            if state.plan.contains(.wet) { state.warn("No level ground was found, so nothing is mirrored in it.") }
        } else if level.mean < 0.2 * ground.mean {
            state.warn("Little of the ground looks level: where puddles lie on a slope, what they mirror is wrong.")
        }
        let source = state.image
        var mirror = LinearImage(width: width, height: height)
        Plane.withPointers([texture.plane]) { texturePointer in
            base.withUnsafeBufferPointer { base in
                let settings = { (p: [UnsafePointer<Float>], first: Int) in
                    pk_wet_ground(
                        base_rows: base.baseAddress,
                        ground: p[first],
                        level: p[first + 1],
                        texture: texturePointer[0],
                        ripples: p[first + 2],
                        side: Int32(texture.side),
                        horizon: scene.horizonRow,
                        amount: amount
                    )
                }
                mirror.update(reading: source.planes + [ground, level, ripples], parallelism: parallelism) {
                    mirror,
                    p,
                    rows in
                    var wet = settings(p, 3)
                    pk_wet_mirror_rows(
                        mirror,
                        pk_rgb(reading: p[0...]),
                        Int32(width),
                        Int32(height),
                        &wet,
                        Int32(rows.lowerBound),
                        Int32(rows.upperBound)
                    )
                }
                let sharp = mirror.mapPlanes { $0.gaussianBlurred(sigma: 2 * state.scale, parallelism: parallelism) }
                let smeared = mirror.mapPlanes { $0.gaussianBlurred(sigma: 11 * state.scale, parallelism: parallelism) }
                let inputs = sharp.planes + smeared.planes + [ground, level, ripples]
                state.image.update(reading: inputs, parallelism: parallelism) { image, p, rows in
                    var wet = settings(p, 6)
                    pk_wet_ground_rows(
                        image,
                        pk_rgb(reading: p[0...]),
                        pk_rgb(reading: p[3...]),
                        Int32(width),
                        Int32(height),
                        &wet,
                        Int32(rows.lowerBound),
                        Int32(rows.upperBound)
                    )
                }
            }
        }
    }
}

extension RenderState {
    /// For each column the row that wet ground mirrors about. Neighbours agree, or the mirrored picture would be torn:
    /// the median over a fifth of the width, smoothed.
    fileprivate func mirrorAxis() -> [Float] {
        let rows = scene.baseRow.map { min($0, Float(height) * 0.93) }
        let (reach, step) = (width / 10, max(1, width / 128))
        let medians = (0..<width).map { x in
            let near = stride(from: max(0, x - reach), through: min(width - 1, x + reach), by: step).map { rows[$0] }
            return near.sorted()[near.count / 2]
        }
        return Plane(width: width, height: 1, pixels: medians)
            .gaussianBlurred(sigma: Float(width) / 40, parallelism: parallelism).pixels
    }

    /// The part of the ground on which water can stand: bare, even and grey. Grass, leaves, soil and rubble take water in.
    fileprivate func levelGround(_ ground: Plane) -> Plane {
        ground.combined(with: foliage) { $0 * (1 - min(1, 1.5 * $1)) }
            .combined(with: relief.roughness) { $0 * (1 - smoothRise(0.035, 0.085, $1)) }
            // In the dark a heath differs from its mean as little as a pale street does, but not for its brightness.
            .combined(with: relief.grain(parallelism)) { $0 * (1 - smoothRise(0.06, 0.12, $1)) }
            .combined(with: saturation()) { $0 * (1 - smoothRise(0.32, 0.55, $1)) }
            .gaussianBlurred(sigma: 4 * scale, parallelism: parallelism)
    }

    /// 0 grey … 1 as colourful as light can be, of the photograph in linear light.
    private func saturation() -> Plane {
        let (red, green, blue) = (scene.image.red, scene.image.green, scene.image.blue)
        let most = red.combined(with: green) { max($0, $1) }.combined(with: blue) { max($0, $1) }
        let least = red.combined(with: green) { min($0, $1) }.combined(with: blue) { min($0, $1) }
        return most.combined(with: least) { ($0 - $1) / ($0 + 0.01) }
    }
}
