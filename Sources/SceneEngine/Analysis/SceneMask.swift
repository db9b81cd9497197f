/// Where something is in the image, and how far to trust that.
struct SceneMask: Sendable, Hashable {
    /// Share of each pixel that belongs to it, 0…1, at the size of the image.
    var alpha: Plane
    /// 0: a guess, 1: certain. Effects that need the mask are scaled by it.
    var confidence: Float
    /// Mean of `alpha`.
    var coverage: Float

    /// Below this a mask is a guess, and no effect relies on it.
    static let leastConfidence: Float = 0.2

    /// How far effects go that rely on the mask, 0…1: rising with the confidence, all the way from 0.6 on.
    var trust: Float { ramp(Self.leastConfidence, 0.6, confidence) }

    /// The same mask, as faint as it is doubtful.
    func weakened(parallelism: Parallelism) -> SceneMask {
        guard trust < 1 else { return self }
        return SceneMask(alpha: alpha.scaled(by: trust, parallelism: parallelism), confidence: confidence)
    }

    init(alpha: Plane, confidence: Float) {
        self.alpha = alpha
        self.confidence = confidence
        coverage = alpha.mean
    }

    /// Nothing found.
    static func empty(width: Int, height: Int) -> SceneMask {
        SceneMask(alpha: Plane(width: width, height: height), confidence: 0)
    }
}
