import CPixelKernels

extension RenderStep {
    /// Brings the brightest percent to where the mood has it: even a night has a point that is truly lit.
    static let exposure = RenderStep("exposing", isNeeded: { LightMood(for: $0)?.highlightTarget != nil }) { state in
        guard let target = state.mood?.highlightTarget else { return }
        let bright = state.image.luminance(parallelism: state.parallelism).percentiles([0.993], stride: 3)[0]
        let gain = min(max(target / max(bright, 0.02), 0.62), 1.5)
        state.image.updateSequence(parallelism: state.parallelism) { image, _, count in
            pk_expose(image, gain, 0.75, count)
        }
    }
}
