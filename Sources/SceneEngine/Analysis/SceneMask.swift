/// Where something is in the image, and how far to trust that.
struct SceneMask: Sendable, Hashable {
    /// Share of each pixel that belongs to it, 0…1, at the size of the image.
    var alpha: Plane
    /// 0: a guess, 1: certain. Effects that need the mask are scaled by it.
    var confidence: Float
    /// Mean of `alpha`.
    var coverage: Float

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
