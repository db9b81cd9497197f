extension RenderStep {
    /// Smooths noise and keeps edges and texture: non-local means in sRGB's numbers, whose threshold is the noise
    /// measured.
    static let denoise = RenderStep("removing noise", for: .denoise) { state in
        let parallelism = state.parallelism
        let encoded = EncodedImage(state.image, parallelism: parallelism)
        let deviation = max(1e-3, encoded.planes.map(\.noiseDeviation).reduce(0, +) / 3)
        let filter = NonLocalMeans(
            deviation: deviation,
            strength: deviation * (0.4 + 0.3 * state.strength(of: .denoise)),
            // Stronger noise needs larger surroundings to tell what is alike.
            patch: deviation < 0.1 ? 1 : 2,
            parallelism: parallelism
        )
        let calm = filter.apply(to: encoded.planes).map { $0.srgbDecoded(parallelism: parallelism) }
        state.image = LinearImage(red: calm[0], green: calm[1], blue: calm[2])
    }
}

extension Plane {
    /// The deviation of the noise: from the median difference of a pixel to its neighbours' mean.
    fileprivate var noiseDeviation: Float {
        var differences: [Float] = []
        for y in stride(from: 1, to: height - 1, by: 3) {
            for x in stride(from: 1, to: width - 1, by: 3) {
                let around = self[x - 1, y] + self[x + 1, y] + self[x, y - 1] + self[x, y + 1]
                differences.append(abs(self[x, y] - around / 4))
            }
        }
        // For Gaussian noise the median is .674 deviations of a value whose variance is 1.25 times the noise's.
        return (differences.quantile(0.5) ?? 0.01) / 0.754
    }
}
