/// Names that clients made up, as they stand in a header field: letters, digits, `_`, `-` and `.`; other bytes
/// percent-encoded, so that nobody writes header fields of ours.
enum HeaderNames {
    static let nameLimit = 64
    static let countLimit = 32

    static func list(_ names: [String]) -> String {
        let visible = names.prefix(countLimit).map(encode)
        return (visible + (names.count > countLimit ? ["..."] : [])).joined(separator: ", ")
    }

    private static func encode(_ name: String) -> String {
        let encoded = name.utf8.prefix(nameLimit).map { byte -> String in
            let character = Character(Unicode.Scalar(byte))
            let isPlain = character.isASCII && (character.isLetter || character.isNumber || "_-.".contains(character))
            return isPlain ? String(character) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return encoded.joined()
    }
}

extension HeaderNames {
    /// A JSON list in ASCII of at most 4,000 bytes; what does not fit is left to the JSON answers.
    static func warnings(_ warnings: [String]) -> String {
        var fitting = warnings
        while JSONValue.array(fitting.map(JSONValue.string)).headerText.utf8.count > 4_000, !fitting.isEmpty {
            fitting.removeLast()
        }
        return JSONValue.array(fitting.map(JSONValue.string)).headerText
    }
}
