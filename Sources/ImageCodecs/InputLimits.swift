/// What an input image may cost.
public struct InputLimits: Sendable, Hashable {
    public var byteCount: Int
    /// The shortest side that is accepted, in pixels.
    public var minimumSide: Int
    /// Judged from the header, before any pixel is decoded.
    public var pixelCount: Int

    public init(byteCount: Int = 10_000_000, minimumSide: Int = 64, pixelCount: Int = 50_000_000) {
        precondition(
            byteCount > 0 && minimumSide > 0 && pixelCount >= minimumSide * minimumSide,
            "these limits refuse every image: \(byteCount) bytes, side \(minimumSide), \(pixelCount) pixels"
        )
        self.byteCount = byteCount
        self.minimumSide = minimumSide
        self.pixelCount = pixelCount
    }
}
