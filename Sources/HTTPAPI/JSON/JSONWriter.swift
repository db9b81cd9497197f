/// Writes JSON without spaces. Answers are a few hundred bytes on paths that must take microseconds, so there is no
/// reflection and no intermediate tree of objects.
struct JSONWriter {
    /// Whether other characters than ASCII are escaped, as a header field needs.
    let escapesNonASCII: Bool
    private(set) var bytes: [UInt8] = []

    init(escapesNonASCII: Bool = false) { self.escapesNonASCII = escapesNonASCII }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: bytes += "null".utf8
        case .bool(let flag): bytes += (flag ? "true" : "false").utf8
        case .number(let digits): bytes += digits.utf8
        case .string(let text): write(string: text)
        case .array(let items):
            write(opening: "[", closing: "]", items) { writer, item in writer.write(item) }
        case .object(let members):
            write(opening: "{", closing: "}", members) { writer, member in
                writer.write(string: member.name)
                writer.bytes.append(UInt8(ascii: ":"))
                writer.write(member.value)
            }
        }
    }

    private mutating func write<Item>(
        opening: Unicode.Scalar,
        closing: Unicode.Scalar,
        _ items: [Item],
        each: (inout JSONWriter, Item) -> Void
    ) {
        bytes.append(UInt8(ascii: opening))
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            each(&self, item)
        }
        bytes.append(UInt8(ascii: closing))
    }

    private mutating func write(string text: String) {
        bytes.append(UInt8(ascii: "\""))
        if escapesNonASCII && !text.utf8.allSatisfy({ $0 < 0x7F }) {
            for unit in text.utf16 { writeASCII(unit) }
        } else {
            var text = text
            text.withUTF8 { write(utf8: $0) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Copies whole runs of characters that need no escape: a string may be a picture of many megabytes.
    private mutating func write(utf8 text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        for index in text.indices where Self.needsEscape(text[index]) {
            bytes.append(contentsOf: text[start..<index])
            write(byte: text[index])
            start = index + 1
        }
        bytes.append(contentsOf: text[start...])
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private mutating func write(byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): bytes += #"\""#.utf8
        case UInt8(ascii: "\\"): bytes += #"\\"#.utf8
        case 0x0A: bytes += #"\n"#.utf8
        case 0x0D: bytes += #"\r"#.utf8
        case 0x09: bytes += #"\t"#.utf8
        case 0..<0x20: writeEscape(UInt16(byte))
        default: bytes.append(byte)
        }
    }

    private mutating func writeASCII(_ unit: UInt16) {
        if unit < 0x7F { write(byte: UInt8(unit)) } else { writeEscape(unit) }
    }

    private mutating func writeEscape(_ unit: UInt16) {
        let digits = String(unit, radix: 16)
        bytes += #"\u"#.utf8
        bytes += String(repeating: "0", count: 4 - digits.count).utf8
        bytes += digits.utf8
    }
}

extension JSONValue {
    /// The document in ASCII on one line, fit for a header field.
    var headerText: String {
        var writer = JSONWriter(escapesNonASCII: true)
        writer.write(self)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
