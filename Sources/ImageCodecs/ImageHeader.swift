public import GenerationTypes

/// What an image file says about itself before a pixel is decoded.
public struct ImageHeader: Sendable, Hashable {
    public let format: InputFormat
    /// Upright: sides are exchanged where EXIF says that the picture lies on its side.
    public let size: PixelSize
    public let hasAlpha: Bool

    public init(format: InputFormat, size: PixelSize, hasAlpha: Bool) {
        self.format = format
        self.size = size
        self.hasAlpha = hasAlpha
    }

    public var mediaType: String { format.mediaType }
}
