/// Text that is not JSON: what is wrong, and at which byte.
struct JSONSyntaxError: Error, Hashable, CustomStringConvertible {
    let message: String
    let offset: Int

    var description: String { "\(message) at byte \(offset)" }
}

/// Reads JSON (RFC 8259) from untrusted bytes: nesting is bounded, so that brackets cannot overflow the stack, and
/// strings are checked to be UTF-8.
struct JSONParser {
    static let depthLimit = 32
    /// A value takes tens of bytes of memory, and as little as two in the text.
    static let valueLimit = 100_000

    private let bytes: [UInt8]
    private var position = 0
    private var valueCount = 0

    /// - Throws: ``JSONSyntaxError``
    static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
        var parser = JSONParser(bytes: bytes)
        let value = try parser.value(depth: 0)
        parser.skipWhiteSpace()
        guard parser.position == bytes.count else { throw parser.syntaxError("unexpected text after the document") }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    // MARK: - Values

    private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        guard depth < Self.depthLimit else { throw syntaxError("nested deeper than \(Self.depthLimit) levels") }
        valueCount += 1
        guard valueCount <= Self.valueLimit else { throw syntaxError("more than \(Self.valueLimit) values") }
        skipWhiteSpace()
        switch peek() {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw syntaxError("the text ends where a value should be")
        case let byte? where byte == UInt8(ascii: "-") || Self.isDigit(byte): return try number()
        default: throw syntaxError("unexpected character")
        }
    }

    private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        position += 1
        var members: [JSONValue.Member] = []
        skipWhiteSpace()
        if skip("}") { return .object(members) }
        while true {
            skipWhiteSpace()
            guard peek() == UInt8(ascii: "\"") else { throw syntaxError("expected a member name in quotes") }
            let name = try string()
            skipWhiteSpace()
            guard skip(":") else { throw syntaxError("expected ':'") }
            members.append(.init(name: name, value: try value(depth: depth + 1)))
            skipWhiteSpace()
            if skip("}") { return .object(members) }
            guard skip(",") else { throw syntaxError("expected ',' or '}'") }
        }
    }

    private mutating func array(depth: Int) throws(JSONSyntaxError) -> JSONValue {
        position += 1
        var items: [JSONValue] = []
        skipWhiteSpace()
        if skip("]") { return .array(items) }
        while true {
            items.append(try value(depth: depth + 1))
            skipWhiteSpace()
            if skip("]") { return .array(items) }
            guard skip(",") else { throw syntaxError("expected ',' or ']'") }
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
        let expected = word.description.utf8
        guard bytes[position...].starts(with: expected) else { throw syntaxError("unexpected character") }
        position += expected.count
        return value
    }

    private mutating func number() throws(JSONSyntaxError) -> JSONValue {
        let start = position
        _ = skip("-")
        if !skip("0") { try digits() }
        if skip(".") { try digits() }
        if skip("e") || skip("E") {
            if !skip("+") { _ = skip("-") }
            try digits()
        }
        return .number(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits() throws(JSONSyntaxError) {
        let start = position
        while let byte = peek(), Self.isDigit(byte) { position += 1 }
        guard position > start else { throw syntaxError("expected a digit") }
    }

    // MARK: - Strings

    private mutating func string() throws(JSONSyntaxError) -> String {
        position += 1
        let start = position
        skipPlainCharacters()
        guard peek() == UInt8(ascii: "\\") else { return try closeString(bytes[start..<position]) }
        var unescaped = Array(bytes[start..<position])
        while skip("\\") {
            try appendEscape(to: &unescaped)
            let next = position
            skipPlainCharacters()
            unescaped += bytes[next..<position]
        }
        return try closeString(unescaped[...])
    }

    private mutating func closeString(_ content: ArraySlice<UInt8>) throws(JSONSyntaxError) -> String {
        guard skip("\"") else {
            throw syntaxError(peek() == nil ? "the text ends inside a string" : "unescaped control character")
        }
        guard let text = String(validating: content, as: UTF8.self) else { throw syntaxError("invalid UTF-8") }
        return text
    }

    private mutating func skipPlainCharacters() {
        // One pass over the contiguous bytes: a string may be a picture of many megabytes.
        position = bytes.withUnsafeBufferPointer { buffer in
            var index = position
            while index < buffer.count {
                let byte = buffer[index]
                if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { break }
                index += 1
            }
            return index
        }
    }

    private mutating func appendEscape(to unescaped: inout [UInt8]) throws(JSONSyntaxError) {
        guard let byte = peek() else { throw syntaxError("the text ends inside a string") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(byte)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0C)
        case UInt8(ascii: "n"): unescaped.append(0x0A)
        case UInt8(ascii: "r"): unescaped.append(0x0D)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"): unescaped += Array(String(Character(try unicodeEscape())).utf8)
        default: throw syntaxError("unknown escape")
        }
    }

    /// Four digits, and for the first half of a surrogate pair its second half. A half alone becomes U+FFFD: Python
    /// clients can send one, and a string cannot hold it.
    private mutating func unicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
        let replacement: Unicode.Scalar = "\u{FFFD}"
        let first = try fourHexadecimalDigits()
        guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) ?? replacement }
        let afterFirst = position
        guard skip("\\"), skip("u") else {
            position = afterFirst
            return replacement
        }
        let second = try fourHexadecimalDigits()
        guard (0xDC00...0xDFFF).contains(second) else {
            position = afterFirst
            return replacement
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? replacement
    }

    private mutating func fourHexadecimalDigits() throws(JSONSyntaxError) -> UInt32 {
        let digits = bytes[position...].prefix(4)
        let isHexadecimal = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
        guard digits.count == 4, isHexadecimal, let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw syntaxError("expected four hexadecimal digits") }
        position += 4
        return code
    }

    // MARK: - Bytes

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let byte = peek(), UInt32(byte) == character.value else { return false }
        position += 1
        return true
    }

    private mutating func skipWhiteSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private func syntaxError(_ message: String) -> JSONSyntaxError {
        JSONSyntaxError(message: message, offset: position)
    }
}
