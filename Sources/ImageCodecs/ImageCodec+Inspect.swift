import GenerationTypes

extension ImageCodec {
    /// Says what an image is, and refuses what ``limits`` do not allow, without decoding pixels.
    ///
    /// A file that passes can still turn out to be damaged when it is decoded.
    ///
    /// - Throws: ``ImageCodecError``.
    public func inspect(_ bytes: [UInt8]) throws -> ImageHeader {
        let format = try checkedFormat(bytes)
        return try inspect(try firstFrame(of: bytes, format), format)
    }

    /// The same for bytes of which format and number are known to be acceptable.
    func inspect(_ bytes: [UInt8], _ format: InputFormat) throws -> ImageHeader {
        let header = try blamingTheImage(format) {
            try VipsPicture.withFile(bytes, format) { picture in
                let liesOnItsSide = picture.orientation >= 5
                return ImageHeader(
                    format: format,
                    size: liesOnItsSide ? picture.size.transposed : picture.size,
                    hasAlpha: picture.hasAlpha
                )
            }
        }
        try check(header.size)
        return header
    }

    func checkedFormat(_ bytes: [UInt8]) throws -> InputFormat {
        guard bytes.count <= limits.byteCount else {
            throw ImageCodecError(
                .tooManyBytes,
                "the image has \(bytes.count) bytes; at most \(limits.byteCount) are accepted"
            )
        }
        let accepted = allowsHEIF ? "PNG, JPEG, WebP, GIF, HEIC or AVIF" : "PNG, JPEG, WebP or GIF"
        guard let format = InputFormat(magicOf: bytes) else {
            throw ImageCodecError(.unsupportedFormat, "not a \(accepted) image: \(beginning(of: bytes))")
        }
        guard allowsHEIF || !format.needsHEIF else {
            throw ImageCodecError(
                .unsupportedFormat,
                "\(format.displayName) images are not enabled here; send \(accepted)"
            )
        }
        return format
    }

    private func check(_ size: PixelSize) throws {
        guard min(size.width, size.height) >= limits.minimumSide else {
            throw ImageCodecError(
                .tooSmall,
                "the image is \(size) pixels; each side must be at least \(limits.minimumSide)"
            )
        }
        guard size.pixelCount <= limits.pixelCount else {
            throw ImageCodecError(
                .tooManyPixels,
                "the image is \(size), \(size.pixelCount) pixels; at most \(limits.pixelCount) are accepted"
            )
        }
    }
}
