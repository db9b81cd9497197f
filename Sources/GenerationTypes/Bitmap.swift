/// Decoded pixels: 8 bits a channel, sRGB, rows from the top without padding, channels interleaved.
public struct Bitmap: Sendable, Hashable {
    public enum Layout: Int, Sendable {
        case rgb = 3
        /// Straight (not premultiplied) alpha.
        case rgba = 4
    }

    public let size: PixelSize
    public let layout: Layout
    /// `height × width × layout.rawValue` bytes.
    public let bytes: [UInt8]

    public init(size: PixelSize, layout: Layout, bytes: [UInt8]) {
        let expected = size.pixelCount * layout.rawValue
        precondition(bytes.count == expected, "\(size) \(layout) needs \(expected) bytes, got \(bytes.count)")
        self.size = size
        self.layout = layout
        self.bytes = bytes
    }

    public var width: Int { size.width }
    public var height: Int { size.height }
}
