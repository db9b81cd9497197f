/// Reads a JSON document from front to back, as its caller asks for it.
///
/// A vocabulary is an object of 150,000 members: as a tree of values it would cost ten times its size in memory and most
/// of the loading time.
struct JSONReader {
    private let bytes: [UInt8]
    private let source: String
    private var position = 0
    /// Open objects and arrays. Deeper documents would exhaust the stack.
    private var depth = 0
    private static let maximumDepth = 64

    /// The source names the document in errors.
    init(_ bytes: [UInt8], source: String) {
        (self.bytes, self.source) = (bytes, source)
    }

    /// Reads an object; the closure gets each member's name and has to read its value.
    mutating func object(_ member: (inout JSONReader, _ name: [UInt8]) throws -> Void) throws {
        try open(UInt8(ascii: "{"), "an object")
        if skip(UInt8(ascii: "}")) { return depth -= 1 }
        repeat {
            let name = try string()
            guard skip(UInt8(ascii: ":")) else { throw malformed("':'") }
            try member(&self, name)
        } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "}")) else { throw malformed("',' or '}'") }
        depth -= 1
    }

    /// Reads an array; the closure has to read each element.
    mutating func array(_ element: (inout JSONReader) throws -> Void) throws {
        try open(UInt8(ascii: "["), "an array")
        if skip(UInt8(ascii: "]")) { return depth -= 1 }
        repeat { try element(&self) } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "]")) else { throw malformed("',' or ']'") }
        depth -= 1
    }

    /// Reads a string; its UTF-8 is valid.
    mutating func string() throws -> [UInt8] {
        guard skip(UInt8(ascii: "\"")) else { throw malformed("a string") }
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\") {
            guard bytes[position] >= 0x20 else { throw malformed("a string without control characters") }
            position += 1
        }
        var text = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return text
            case UInt8(ascii: "\\"): text.append(contentsOf: String(try escapedScalar()).utf8)
            case 0..<0x20: throw malformed("a string without control characters")
            default: text.append(byte)
            }
        }
        throw malformed("the end of a string")
    }

    /// Reads a whole number between zero and the limit.
    mutating func integer(upTo limit: Int) throws -> Int {
        guard let number = try value().integer, (0...limit).contains(number) else {
            throw malformed("a whole number up to \(limit)")
        }
        return number
    }

    /// Reads whatever comes.
    mutating func value() throws -> JSONValue {
        guard let next = peek() else { throw malformed("a value") }
        switch next {
        case UInt8(ascii: "{"):
            var members: [String: JSONValue] = [:]
            try object { reader, name in members[String(decoding: name, as: UTF8.self)] = try reader.value() }
            return .object(members)
        case UInt8(ascii: "["):
            var elements: [JSONValue] = []
            try array { reader in elements.append(try reader.value()) }
            return .array(elements)
        case UInt8(ascii: "\""): return .string(String(decoding: try string(), as: UTF8.self))
        default: return try word()
        }
    }

    /// What comes next is an array.
    mutating func isAtArray() -> Bool { peek() == UInt8(ascii: "[") }

    /// Demands that nothing follows.
    mutating func finish() throws {
        guard peek() == nil else { throw malformed("the end of the document") }
    }

    /// An error at the place that has been reached.
    func malformed(_ expected: String) -> TokenizerError {
        TokenizerError(.malformed, in: source, "the JSON is broken: \(expected) was expected at byte \(position)")
    }

    private mutating func peek() -> UInt8? {
        while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
        return position < bytes.count ? bytes[position] : nil
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    private mutating func open(_ bracket: UInt8, _ name: String) throws {
        guard skip(bracket) else { throw malformed(name) }
        depth += 1
        guard depth <= Self.maximumDepth else {
            throw malformed("a document of at most \(Self.maximumDepth) levels")
        }
    }

    /// A number or one of the three names.
    private mutating func word() throws -> JSONValue {
        let start = position
        while position < bytes.count, bytes[position].isWordOfJSON { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        switch text {
        case "null": return .null
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        default:
            let isNumber = text.first.map { $0 == "-" || ("0"..."9").contains($0) } ?? false
            guard isNumber, let number = Double(text) else { throw malformed("a value") }
            return .number(number)
        }
    }

    /// What follows a backslash.
    private mutating func escapedScalar() throws -> Unicode.Scalar {
        guard position < bytes.count else { throw malformed("an escape") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try scalarOfUnits()
        default: throw malformed("an escape")
        }
    }

    /// One or two UTF-16 units in hexadecimal digits; half a pair is an error.
    private mutating func scalarOfUnits() throws -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(UInt16(first)), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { throw malformed("the second half of a surrogate pair") }
        position += 2
        let second = try codeUnit()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
        else { throw malformed("the second half of a surrogate pair") }
        return scalar
    }

    private mutating func codeUnit() throws -> UInt32 {
        guard position + 4 <= bytes.count,
            bytes[position..<position + 4].allSatisfy(\.isHexadecimalDigit),
            let unit = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { throw malformed("four hexadecimal digits") }
        position += 4
        return unit
    }
}

extension UInt8 {
    fileprivate var isHexadecimalDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }

    /// Letters, digits and the signs of numbers.
    fileprivate var isWordOfJSON: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
