import CPixelKernels

extension RenderStep {
    /// The look of high dynamic range: local contrast up, large bright and dark areas pulled together.
    static let highDynamicRange = RenderStep("widening the range", for: .hdr) { state in
        let amount = state.strength(of: .hdr)
        state.changeLocalContrast(radius: state.width / 40, amount: 0.8 * amount, pull: 0)
        state.changeLocalContrast(radius: state.width / 20, amount: 0.5 * amount, pull: 0.45 * amount)
    }
}

extension RenderState {
    mutating func changeLocalContrast(radius: Int, amount: Float, pull: Float) {
        let luminance = encodedLuminance()
        let base = GuidedFilter(
            guide: luminance,
            radius: radius,
            epsilon: 0.02,
            subsampling: 4,
            parallelism: parallelism
        )
        .apply(to: luminance)
        image.updateSequence(reading: [luminance, base], parallelism: parallelism) { image, p, count in
            pk_local_contrast(image, p[0], p[1], amount, pull, count)
        }
    }
}
