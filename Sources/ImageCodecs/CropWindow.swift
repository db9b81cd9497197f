public import GenerationTypes

/// The part of an image that is kept, in pixels from its top left corner.
public struct CropWindow: Sendable, Hashable {
    public let left: Int
    public let top: Int
    public let size: PixelSize

    public init(left: Int, top: Int, size: PixelSize) {
        precondition(left >= 0 && top >= 0, "a window lies inside its image, got \(left), \(top)")
        self.left = left
        self.top = top
        self.size = size
    }
}

extension PixelSize {
    /// The largest part of this size that has the target's shape, to the nearest pixel.
    func largestPart(shapedLike target: PixelSize) -> PixelSize {
        let scale = min(Double(width) / Double(target.width), Double(height) / Double(target.height))
        return PixelSize(
            width: min(width, max(1, Int((Double(target.width) * scale).rounded()))),
            height: min(height, max(1, Int((Double(target.height) * scale).rounded())))
        )
    }
}
