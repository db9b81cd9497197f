/// An input file reduced to what its decoder needs for one picture: its pixels, its colour profile, and which way is up.
///
/// Everything else in a file is a gift to whoever wants to harm the decoder: text that unpacks to gigabytes, EXIF for a
/// parser of its own, a million frames. It is dropped here, where the language keeps every read inside the file; and a
/// file that ends too early is recognised here, before anything was decoded.
struct ImageFile {
    let format: InputFormat
    let bytes: [UInt8]
    /// 1 to 8, as in EXIF: how the stored picture lies.
    let orientation: Int

    /// - Throws: ``ImageCodecError`` with code `damaged`.
    init(_ file: [UInt8], _ format: InputFormat) throws {
        self.format = format
        switch format {
        case .png: (bytes, orientation) = try essentialPNG(file)
        case .jpeg: (bytes, orientation) = try essentialJPEG(file)
        case .webp: (bytes, orientation) = try essentialWebP(file)
        case .gif: (bytes, orientation) = (try firstFrameOfGIF(file), 1)
        // libheif applies the container's own rotation while it decodes.
        case .heic, .avif: (bytes, orientation) = (file, 1)
        }
    }

    var liesOnItsSide: Bool { orientation >= 5 }
}

extension ImageCodecError {
    static func cutShort(_ format: InputFormat) -> ImageCodecError {
        ImageCodecError(.damaged, "the \(format.displayName) image is cut short: the file ends before the picture does")
    }

    static func malformed(_ format: InputFormat, _ what: String) -> ImageCodecError {
        ImageCodecError(.damaged, "the \(format.displayName) image is damaged: \(what)")
    }
}
