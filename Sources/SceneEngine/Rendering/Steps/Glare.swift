import CPixelKernels

extension RenderStep {
    /// Bright things bleed light in the lens, and highlights roll off instead of clipping.
    static let glare = RenderStep("adding the lens's glow", isNeeded: { LightMood(for: $0) != nil }) { state in
        guard let mood = state.mood else { return }
        let isNeon = mood.name == LightMood.cyberpunk.name
        let amount = 0.16 + (isNeon ? 0.4 : mood.isDark ? 0.22 : 0) + 0.25 * state.strength(of: .mystical)
        state.addGlare(threshold: mood.isDark ? 0.45 : 0.75, amount: amount)
    }
}

extension RenderState {
    mutating func addGlare(threshold: Float, amount: Float) {
        let (width, height, parallelism) = (width, height, parallelism)
        let smallWidth = (width + 3) / 4, smallHeight = (height + 3) / 4
        var source = LinearImage(width: smallWidth, height: smallHeight)
        source.update(reading: image.planes, parallelism: parallelism) { small, p, rows in
            pk_glare_source(
                small,
                pk_rgb(reading: p[0...]),
                Int32(width),
                Int32(height),
                threshold,
                Int32(rows.lowerBound),
                Int32(rows.upperBound)
            )
        }
        let reach = Float(smallWidth) * 0.03
        let glow = source.mapPlanes { plane in
            let near = plane.gaussianBlurred(sigma: reach * 0.35, parallelism: parallelism)
            let middle = plane.gaussianBlurred(sigma: reach, parallelism: parallelism)
            let wide = plane.gaussianBlurred(sigma: reach * 3, parallelism: parallelism)
            return near.combined(with: middle) { 0.6 * $0 + 0.3 * $1 }.combined(with: wide) { $0 + 0.15 * $1 }
        }
        Plane.withPointers(glow.planes) { small in
            image.update(parallelism: parallelism) { image, _, rows in
                pk_glare_add(
                    image,
                    pk_rgb(reading: small[0...]),
                    Int32(width),
                    Int32(height),
                    amount,
                    0.75,
                    Int32(rows.lowerBound),
                    Int32(rows.upperBound)
                )
            }
        }
    }
}
