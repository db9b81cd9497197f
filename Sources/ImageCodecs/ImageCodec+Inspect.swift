import GenerationTypes

extension ImageCodec {
    /// Says what an image is, and refuses what ``limits`` do not allow, without decoding pixels.
    ///
    /// A file that passes is whole, but what it says in between can still turn out to be damaged when it is decoded.
    ///
    /// - Throws: ``ImageCodecError``.
    public func inspect(_ bytes: [UInt8]) throws -> ImageHeader { try inspect(try imageFile(bytes)) }

    /// The bytes as a file of an accepted format, whole as far as its structure tells.
    func imageFile(_ bytes: [UInt8]) throws -> ImageFile {
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
        return try ImageFile(bytes, format)
    }

    func inspect(_ file: ImageFile) throws -> ImageHeader {
        let header = try blamingTheImage(file.format) {
            try VipsPicture.withFile(file) { picture in
                ImageHeader(
                    format: file.format,
                    size: file.liesOnItsSide ? picture.size.transposed : picture.size,
                    hasAlpha: picture.hasAlpha
                )
            }
        }
        try check(header.size)
        return header
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

/// Shows how bytes begin, for people: as text where it is text.
private func beginning(of bytes: [UInt8]) -> String {
    guard !bytes.isEmpty else { return "it is empty" }
    let start = bytes.prefix(24)
    let isText = start.allSatisfy { (0x20...0x7E).contains($0) || (0x09...0x0D).contains($0) }
    guard isText else {
        let digits = start.prefix(8).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }
        return "it begins with the bytes \(digits.joined(separator: " "))"
    }
    let line = String(decoding: start, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return "it begins with '\(line)'"
}
