import CPixelKernels

extension RenderStep {
    /// A bow opposite to the sun, with a faint second one outside.
    static let rainbow = RenderStep("bending a rainbow", for: .rainbow) { state in
        guard state.scene.sky.confidence >= SceneMask.leastConfidence else {
            state.warn("No sky was found with certainty, so no rainbow was drawn.")
            return
        }
        if state.scene.sky.trust < 1 {
            state.warn("What looks like sky may be something else, so the rainbow is faint.")
        }
        let (width, height, horizon) = (state.width, state.height, state.scene.horizonRow)
        let x = Float(width) * (state.scene.lightDirection.x < 0.5 ? 0.72 : 0.28)
        let amount = 1.3 * state.strength(of: .rainbow)
        let seen = state.scene.sky.alpha.combined(with: state.scene.depth) {
            max($0, 0.55 * smoothRise(0.45, 0.85, $1))
        }
        state.image.update(reading: [seen], parallelism: state.parallelism) { image, p, rows in
            pk_rainbow_rows(
                image,
                p[0],
                Int32(width),
                Int32(height),
                x,
                horizon * 1.25,
                Float(width) * 0.52,
                amount,
                horizon,
                Int32(rows.lowerBound),
                Int32(rows.upperBound)
            )
        }
    }
}
