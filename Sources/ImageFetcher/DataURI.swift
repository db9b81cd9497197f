import FoundationEssentials

/// An image inside its own URL: `data:image/png;base64,iVBOR…`.
struct DataURI: Sendable {
    /// In lower case, without parameters.
    let mediaType: String
    private let content: String

    static func isDataURI(_ text: String) -> Bool {
        text.utf8.prefix(5).elementsEqual("data:".utf8, by: Self.sameLetter)
    }

    /// Reads the part before the comma, and judges the size by the length of the text: nothing is decoded yet.
    init(parsing text: String, byteLimit: Int) throws(FetchFailure) {
        guard Self.isDataURI(text) else { throw FetchFailure(.invalidDataURI, "it does not begin with 'data:'") }
        guard let comma = text.utf8.prefix(200).firstIndex(of: UInt8(ascii: ",")) else {
            throw FetchFailure(.invalidDataURI, "it has no ',' between its media type and its content")
        }
        let header = text[..<comma].lowercased().dropFirst(5).split(separator: ";", omittingEmptySubsequences: false)
        guard header.count >= 2, header.last == "base64" else {
            throw FetchFailure(.invalidDataURI, "it is not in base64")
        }
        guard let mediaType = header.first, Self.isImageType(mediaType) else {
            throw FetchFailure(.invalidDataURI, "its media type is not image/…")
        }
        let characters = text.utf8.distance(from: comma, to: text.endIndex) - 1
        guard characters > 0 else { throw FetchFailure(.invalidDataURI, "it has no content") }
        guard characters / 4 * 3 <= byteLimit + 2 else {
            throw FetchFailure.tooLarge(limit: byteLimit)
        }
        self.mediaType = String(mediaType)
        self.content = String(text[text.utf8.index(after: comma)...])
    }

    /// The image's bytes; nil when the content is not base64 of the standard alphabet with its padding and without
    /// white space. Takes about a millisecond per megabyte.
    func decoded() -> [UInt8]? {
        // Foundation decodes groups such as `A===` and `AA=A`, which mean nothing.
        let lastGroup = content.utf8.suffix(4).map { $0 == UInt8(ascii: "=") }
        guard lastGroup.count == 4, !lastGroup[0], !lastGroup[1], lastGroup[3] || !lastGroup[2] else { return nil }
        guard content.utf8.count.isMultiple(of: 4), let data = Data(base64Encoded: content) else { return nil }
        return [UInt8](data)
    }

    private static func isImageType(_ text: Substring) -> Bool {
        guard text.hasPrefix("image/"), text.count > 6 else { return false }
        return text.dropFirst(6).allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-._".contains($0)) }
    }

    private static func sameLetter(_ left: UInt8, _ right: UInt8) -> Bool {
        left == right || (left ^ right == 0x20 && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(left | 0x20))
    }
}
