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
