import CPixelKernels

extension RenderStep {
    /// Far land takes the colour of the air at the new horizon, or sky and land would not belong together.
    static let farLand = RenderStep("blending far land", isNeeded: { LightMood(for: $0) != nil }) { state in
        guard let sky = state.sky else { return }
        let air = sky.horizonColor(row: Int(state.scene.horizonRow * 0.97))
        let mean = state.image.luminance(parallelism: state.parallelism)
            .gaussianBlurred(sigma: Float(state.width) / 20, parallelism: state.parallelism)
        let amount: Float = state.mood?.name == LightMood.day.name ? 0.2 : 0.34
        let planes = [state.airDepth, state.backdropAlpha, mean]
        state.image.updateSequence(reading: planes, parallelism: state.parallelism) { image, p, count in
            pk_far_land(image, p[0], p[1], p[2], air, amount, count)
        }
    }
}
