import CPixelKernels

extension RenderStep {
    /// Smooths noise and keeps edges: a guided filter of each channel by itself, whose threshold is the noise measured.
    static let denoise = RenderStep("removing noise", for: .denoise) { state in
        let parallelism = state.parallelism
        let deviation = state.noiseLevel()
        let strength = 0.6 + 0.8 * state.strength(of: .denoise)
        let epsilon = max(1e-5, deviation * deviation * 6 * strength)
        state.image = state.image.mapPlanes { plane in
            let encoded = plane.srgbEncoded(parallelism: parallelism)
            return GuidedFilter(
                guide: encoded,
                radius: max(2, Int(3 * state.scale)),
                epsilon: epsilon,
                subsampling: 1,
                parallelism: parallelism
            ).apply(to: encoded).srgbDecoded(parallelism: parallelism)
        }
    }
}

extension RenderState {
    /// The deviation of the noise: from the median difference of a pixel to its neighbours' mean.
    fileprivate func noiseLevel() -> Float {
        let luma = scene.luma
        var differences: [Float] = []
        for y in stride(from: 1, to: height - 1, by: 3) {
            for x in stride(from: 1, to: width - 1, by: 3) {
                let around = luma[x - 1, y] + luma[x + 1, y] + luma[x, y - 1] + luma[x, y + 1]
                differences.append(abs(luma[x, y] - around / 4))
            }
        }
        // For Gaussian noise the median is .674 deviations of a value whose variance is 1.25 times the noise's.
        return (differences.quantile(0.5) ?? 0.01) / 0.754
    }
}
