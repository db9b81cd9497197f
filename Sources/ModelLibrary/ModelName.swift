/// The name of a model's folder. Parsed once, so that it can be put into paths.
public struct ModelName: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    /// - Throws: `ModelLibraryError` for what is no folder's name: letters, digits, `.`, `_` and `-` are allowed, and the
    ///   first is a letter or a digit.
    public init(_ text: String) throws {
        let isAllowed = text.utf8.allSatisfy { $0.isNameCharacter }
        guard isAllowed, (1...200).contains(text.utf8.count), let first = text.utf8.first, first.isLetterOrDigit else {
            throw ModelLibraryError(
                .invalidName,
                text,
                "a model's name has letters, digits, '.', '_' and '-' only, and begins with a letter or a digit"
            )
        }
        self.text = text
    }

    public var description: String { text }
}

extension UInt8 {
    var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }

    var isNameCharacter: Bool {
        isLetterOrDigit || self == UInt8(ascii: ".") || self == UInt8(ascii: "_") || self == UInt8(ascii: "-")
    }
}
