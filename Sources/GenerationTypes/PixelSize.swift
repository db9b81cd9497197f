/// A width and a height in pixels.
public struct PixelSize: Sendable, Codable, Hashable {
    public let width: Int
    public let height: Int

    public init(width: Int, height: Int) {
        precondition(width > 0 && height > 0, "a size needs positive sides, got \(width)×\(height)")
        self.width = width
        self.height = height
    }

    public var pixelCount: Int { width * height }
    /// The same shape with the longer side as given, rounded to whole pixels; never larger than this.
    public func fitted(longerSide limit: Int) -> PixelSize {
        let longer = max(width, height)
        guard longer > limit else { return self }
        func scaled(_ side: Int) -> Int { max(1, (side * limit + longer / 2) / longer) }
        return PixelSize(width: scaled(width), height: scaled(height))
    }

    public var transposed: PixelSize { PixelSize(width: height, height: width) }

    /// The exact output size for a shape and a resolution: sides are multiples of 16 and in the exact ratio.
    public init(_ aspectRatio: AspectRatio, _ resolution: Resolution) {
        let standard =
            switch aspectRatio {
            case .landscape16x9: PixelSize(width: 1280, height: 720)
            case .portrait9x16: PixelSize(width: 720, height: 1280)
            case .square: PixelSize(width: 1024, height: 1024)
            case .landscape4x3: PixelSize(width: 1152, height: 864)
            case .portrait3x4: PixelSize(width: 864, height: 1152)
            case .landscape3x2: PixelSize(width: 1248, height: 832)
            case .portrait2x3: PixelSize(width: 832, height: 1248)
            }
        let scale = resolution == .high ? 2 : 1
        self.init(width: standard.width * scale, height: standard.height * scale)
    }
}

extension PixelSize: CustomStringConvertible {
    public var description: String { "\(width)×\(height)" }
}
