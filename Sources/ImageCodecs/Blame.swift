/// Runs an operation on an input image. What libvips refuses inside it is a fault of the image, not of the library.
func blamingTheImage<Result>(_ format: InputFormat, _ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as ImageCodecError where error.code == .libraryFailed {
        throw ImageCodecError(
            .damaged,
            "the \(format.displayName) image is damaged or cut short",
            detail: error.detail
        )
    }
}

/// Shows how bytes begin, for people: as text where it is text.
func beginning(of bytes: [UInt8]) -> String {
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
