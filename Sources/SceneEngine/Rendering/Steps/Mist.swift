import CPixelKernels

extension RenderStep {
    /// Bands of mist where land meets sky, for scenes that shall look enchanted.
    static let mist = RenderStep("letting mist rise", for: .mystical) { state in
        guard !state.plan.contains(.fog), state.takesWeather else { return }
        let color = state.mood.map { state.airColor(of: $0) } ?? pk_color(0.7, 0.75, 0.8)
        let noise = state.noise(
            FractalNoise(scale: Float(state.width) / 3.5, octaves: 5, stretchX: 2.2, stretchY: 0.35),
            salt: 171
        )
        let (width, height, horizon) = (Int32(state.width), Int32(state.height), state.scene.horizonRow)
        let amount = 0.55 * state.strength(of: .mystical)
        let scene = state.scene
        let planes = [state.airDepth, noise, scene.protected.alpha, state.water]
        let veil = color * 1.15 + pk_color(0.02, 0.02, 0.02)
        state.image.update(reading: planes, parallelism: state.parallelism) { image, p, rows in
            pk_mist_rows(
                image,
                p[0],
                p[1],
                p[2],
                p[3],
                width,
                height,
                horizon,
                veil,
                amount,
                Int32(rows.lowerBound),
                Int32(rows.upperBound)
            )
        }
    }
}
