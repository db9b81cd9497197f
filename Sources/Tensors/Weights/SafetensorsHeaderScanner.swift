/// Reads the JSON of a safetensors header, and no other JSON: names, texts and counts in exactly three levels.
///
/// A general reader would drop all but one of several members of the same name, and follow any nesting. Here the
/// grammar has no recursion, and every byte is looked at through `peek`, which knows the end.
struct SafetensorsHeaderScanner {
    typealias Flaw = SafetensorsHeader.Flaw

    struct Entry {
        let name: String
        let elementType: String
        let shape: [Int]
        let offsets: (begin: Int, end: Int)
    }

    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    /// The bytes must stay where they are while the scanner is in use.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Everything up to the end of the bytes; offsets and shapes are not checked yet.
    mutating func scan() throws(Flaw) -> (tensors: [Entry], metadata: [String: String]) {
        // The format says so: no space before the first brace, spaces after the last one.
        guard peek() == UInt8(ascii: "{") else { throw unexpected("{ at its beginning") }
        var tensors: [Entry] = []
        var metadata: [String: String]?
        var names: Set<String> = []
        try scanMembers { (scanner, name) throws(Flaw) in
            if name == "__metadata__" {
                guard metadata == nil else { throw Flaw("two members __metadata__") }
                metadata = try scanner.scanTexts()
            } else {
                guard names.insert(name).inserted else { throw Flaw("two tensors of this name", tensor: name) }
                tensors.append(try scanner.scanEntry(name))
            }
        }
        skipSpace()
        guard position == bytes.count else { throw unexpected("nothing more") }
        return (tensors, metadata ?? [:])
    }

    // MARK: - The three levels

    private mutating func scanEntry(_ name: String) throws(Flaw) -> Entry {
        var elementType: String?
        var shape: [Int]?
        var offsets: [Int]?
        try scanMembers { (scanner, key) throws(Flaw) in
            switch key {
            case "dtype" where elementType == nil: elementType = try scanner.scanString()
            case "shape" where shape == nil: shape = try scanner.scanCounts()
            case "data_offsets" where offsets == nil: offsets = try scanner.scanCounts()
            case "dtype", "shape", "data_offsets": throw Flaw("two members \(key)", tensor: name)
            default: throw Flaw("unknown member \(key)", tensor: name)
            }
        }
        guard let elementType, let shape, let offsets, offsets.count == 2 else {
            throw Flaw("dtype, shape and two data_offsets wanted", tensor: name)
        }
        return Entry(name: name, elementType: elementType, shape: shape, offsets: (offsets[0], offsets[1]))
    }

    private mutating func scanTexts() throws(Flaw) -> [String: String] {
        var texts: [String: String] = [:]
        try scanMembers { (scanner, key) throws(Flaw) in
            guard texts.updateValue(try scanner.scanString(), forKey: key) == nil else {
                throw Flaw("two members \(key) of __metadata__")
            }
        }
        return texts
    }

    /// `{"key": …, "key": …}`, where `scanValue` reads what follows each key.
    private mutating func scanMembers(
        _ scanValue: (inout SafetensorsHeaderScanner, String) throws(Flaw) -> Void
    ) throws(Flaw) {
        try expect("{")
        if skips("}") { return }
        repeat {
            skipSpace()
            let key = try scanString()
            try expect(":")
            skipSpace()
            try scanValue(&self, key)
        } while skips(",")
        try expect("}")
    }

    /// `[1, 2, 3]`
    private mutating func scanCounts() throws(Flaw) -> [Int] {
        try expect("[")
        var counts: [Int] = []
        if skips("]") { return counts }
        repeat { counts.append(try scanCount()) } while skips(",")
        try expect("]")
        return counts
    }

    // MARK: - Numbers and texts

    /// A number that counts something: digits alone, and no zero before others.
    private mutating func scanCount() throws(Flaw) -> Int {
        skipSpace()
        let start = position
        var value = 0
        while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            guard !overflow, !carry else { throw Flaw("a number at byte \(start) of the header is too large") }
            guard position == start || value != 0 else { throw unexpected("a number without leading zeros") }
            value = sum
            position += 1
        }
        guard position > start else { throw unexpected("a number") }
        return value
    }

    private mutating func scanString() throws(Flaw) -> String {
        guard peek() == UInt8(ascii: "\"") else { throw unexpected("a string") }
        position += 1
        let start = position
        while let byte = peek(), byte != UInt8(ascii: "\"") {
            if byte == UInt8(ascii: "\\") { return try scanEscapedString(from: start) }
            guard byte >= 0x20 else { throw unexpected("no control character in a string") }
            position += 1
        }
        guard peek() != nil else { throw unexpected("the end of a string") }
        position += 1
        return try text(bytes[start..<(position - 1)])
    }

    /// The rest of a string that has a backslash where the scanner is.
    private mutating func scanEscapedString(from start: Int) throws(Flaw) -> String {
        var units = Array(bytes[start..<position])
        while let byte = peek(), byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw unexpected("no control character in a string") }
            position += 1
            if byte == UInt8(ascii: "\\") {
                units.append(contentsOf: String(try scanEscape()).utf8)
            } else {
                units.append(byte)
            }
        }
        guard peek() != nil else { throw unexpected("the end of a string") }
        position += 1
        return try text(units)
    }

    /// What follows a backslash.
    private mutating func scanEscape() throws(Flaw) -> Unicode.Scalar {
        guard let byte = peek() else { throw unexpected("an escaped character") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var value = try scanHexadecimals()
            if (0xd800..<0xdc00).contains(value), skipsBytes("\\u") {
                let low = try scanHexadecimals()
                guard (0xdc00..<0xe000).contains(low) else { throw unexpected("the second half of a surrogate pair") }
                value = 0x10000 + (value - 0xd800) << 10 + (low - 0xdc00)
            }
            guard let scalar = Unicode.Scalar(value) else { throw unexpected("a character, not half a pair") }
            return scalar
        default:
            position -= 1
            throw unexpected("a known escape")
        }
    }

    private mutating func scanHexadecimals() throws(Flaw) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw unexpected("four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }

    private func text(_ units: some Sequence<UInt8>) throws(Flaw) -> String {
        guard let text = String(validating: units, as: UTF8.self) else {
            throw Flaw("a string before byte \(position) of the header is not UTF-8")
        }
        return text
    }

    // MARK: - Bytes

    private func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    /// Steps over the character, and space before it, when it comes next.
    private mutating func skips(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard peek() == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ character: Unicode.Scalar) throws(Flaw) {
        guard skips(character) else { throw unexpected(String(character)) }
    }

    private mutating func skipsBytes(_ text: StaticString) -> Bool {
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        guard bytes[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    private func unexpected(_ wanted: String) -> Flaw {
        let found = peek().map { byte in
            (0x21..<0x7f).contains(byte) ? String(Unicode.Scalar(byte)) : "byte 0x" + String(byte, radix: 16)
        }
        return Flaw("at byte \(position) of the header: \(wanted) wanted, \(found ?? "its end") found")
    }
}
