public import GenerationTypes

/// What crops of a picture to one shape would keep of its subject: windows move along one direction, in which the
/// picture is too long.
public struct CropSurvey {
    /// A window, and the share of all saliency (0 to 1, that near the middle counting more) inside it.
    public struct Proposal {
        public let window: CropWindow
        public let keptSaliency: Double
    }

    /// Whether windows move up and down; else they move sideways.
    public let isVertical: Bool
    /// Share of the picture's length that a window of the target's shape has; 1 where nothing need be cut off.
    public let leastLength: Double
    private let size: PixelSize
    private let choice: CropChoice

    init(_ map: SaliencyPlane, of size: PixelSize, shapedLike target: PixelSize) {
        let part = size.largestPart(shapedLike: target)
        isVertical = size.height - part.height > size.width - part.width
        leastLength =
            isVertical
            ? Double(part.height) / Double(size.height) : Double(part.width) / Double(size.width)
        choice = isVertical ? CropChoice(vertical: map) : CropChoice(horizontal: map)
        self.size = size
    }

    /// The best window with this share of the picture's length (in 0…1) and all of its breadth.
    public func proposal(length: Double) -> Proposal {
        let start = choice.bestStart(length: length)
        let whole = Double(isVertical ? size.height : size.width)
        let pixels = max(1, Int((length * whole).rounded()))
        let offset = min(Int((start * whole).rounded()), Int(whole) - pixels)
        let window =
            isVertical
            ? CropWindow(left: 0, top: offset, size: PixelSize(width: size.width, height: pixels))
            : CropWindow(left: offset, top: 0, size: PixelSize(width: pixels, height: size.height))
        return Proposal(window: window, keptSaliency: choice.keptShare(from: start, length: length))
    }
}

extension ImageCodec {
    /// Weighs the crops of a picture to the target's shape.
    ///
    /// - Throws: ``ImageCodecError``.
    public func surveyCrops(of bitmap: Bitmap, shapedLike target: PixelSize) throws -> CropSurvey {
        CropSurvey(Saliency(of: try smallCopy(of: bitmap)).map, of: bitmap.size, shapedLike: target)
    }

    /// A part of a picture, resized.
    ///
    /// - Throws: ``ImageCodecError``.
    public func cropped(_ bitmap: Bitmap, to window: CropWindow, resizedTo target: PixelSize) throws -> Bitmap {
        try VipsPicture.withBitmap(bitmap) { try $0.cropped(to: window).resized(to: target).bitmap() }
    }
}
