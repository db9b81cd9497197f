import CPixelKernels

extension RenderStep {
    /// The scene mirrored in wet ground: sharp in puddles, smeared elsewhere, stronger at low angles.
    static let wetGround = RenderStep(
        "mirroring in wet ground",
        isNeeded: { RenderStep.isWet($0) || LightMood(for: $0)?.name == LightMood.cyberpunk.name }
    ) { state in
        let scene = state.scene
        let amount = max(state.strength(of: .rain), state.strength(of: .wet), state.strength(of: .cyberpunk) * 0.6)
        guard scene.ground.coverage > 0.01, amount > 0, !state.plan.contains(.snow) else { return }
        let (width, height, parallelism) = (state.width, state.height, state.parallelism)
        let base = Plane(width: width, height: 1, pixels: scene.baseRow.map { min($0, Float(height) * 0.93) })
            .gaussianBlurred(sigma: Float(width) / 60, parallelism: parallelism).pixels
        let ripples = state.noise(
            FractalNoise(scale: 7 * state.scale, octaves: 3, stretchX: 2.5, stretchY: 0.7),
            salt: 151
        )
        let texture = CloudTexture(side: 512, seed: state.seed, salt: 152, parallelism: parallelism)
        let ground = scene.ground.alpha.combined(with: state.foliage) { $0 * (1 - 0.75 * $1) }
            .combined(with: scene.protected.alpha) { $0 * (1 - $1) }
        let source = state.image
        var mirror = LinearImage(width: width, height: height)
        Plane.withPointers([texture.plane]) { texturePointer in
            base.withUnsafeBufferPointer { base in
                let settings = { (ground: UnsafePointer<Float>, ripples: UnsafePointer<Float>) in
                    pk_wet_ground(
                        base_rows: base.baseAddress,
                        ground: ground,
                        texture: texturePointer[0],
                        ripples: ripples,
                        side: Int32(texture.side),
                        horizon: scene.horizonRow,
                        amount: amount
                    )
                }
                mirror.update(reading: source.planes + [ground, ripples], parallelism: parallelism) { mirror, p, rows in
                    var wet = settings(p[3], p[4])
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
                let inputs = sharp.planes + smeared.planes + [ground, ripples]
                state.image.update(reading: inputs, parallelism: parallelism) { image, p, rows in
                    var wet = settings(p[6], p[7])
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
