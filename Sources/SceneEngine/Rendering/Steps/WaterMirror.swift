import CPixelKernels

extension RenderStep {
    /// Lets water, and faintly ice, mirror the new sky.
    static let waterMirror = RenderStep("mirroring the sky", isNeeded: { LightMood(for: $0) != nil }) { state in
        guard let sky = state.sky, let plate = state.waterPlate, state.hasWater,
            let extent = WaterExtent(water: state.water, scene: state.scene)
        else { return }
        let (width, height, parallelism) = (state.width, state.height, state.parallelism)
        let soft = sky.image.mapPlanes { $0.gaussianBlurred(sigma: Float(width) / 230, parallelism: parallelism) }
        let luminance = plate.luminance(parallelism: parallelism)
        let smooth = luminance.gaussianBlurred(sigma: Float(width) / 60, parallelism: parallelism)
        let ripples = state.noise(
            FractalNoise(scale: 9 * state.scale, octaves: 3, stretchX: 5, stretchY: 0.6),
            salt: 75
        )
        let dry = state.water.scaled(by: -1, offset: 1, parallelism: parallelism)
        let reference = smooth.percentile(0.60, where: dry, isBelow: 0.5) ?? 0.3
        let strength: Float = state.plan.contains(.ice) ? 0.20 : 0.80
        let planes = [state.water, ripples, luminance, smooth]
        Plane.withPointers(soft.planes) { skyPlanes in
            state.image.update(reading: planes, parallelism: parallelism) { image, p, rows in
                let first = max(rows.lowerBound, extent.rows.lowerBound),
                    end = min(rows.upperBound, extent.rows.upperBound)
                guard first < end else { return }
                var mirror = pk_mirror(
                    horizon: extent.horizon,
                    strength: strength,
                    reference: reference,
                    ripples: p[1],
                    luminance: p[2],
                    smooth_luminance: p[3]
                )
                pk_mirror_rows(
                    image,
                    pk_rgb(reading: skyPlanes[0...]),
                    Int32(sky.height),
                    p[0],
                    Int32(width),
                    Int32(height),
                    &mirror,
                    Int32(first),
                    Int32(end)
                )
            }
        }
    }
}
