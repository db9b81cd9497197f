/// Names and secrets that cannot be guessed.
enum RandomText {
    /// Twice as many lower-case hexadecimal digits as bytes.
    static func hex(bytes count: Int, using generator: inout some RandomNumberGenerator) -> String {
        var bytes: [UInt8] = []
        // Eight at a time: each draw asks the system.
        while bytes.count < count {
            withUnsafeBytes(of: generator.next()) { bytes.append(contentsOf: $0) }
        }
        return hex(bytes.prefix(count))
    }

    static func hex(bytes count: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return hex(bytes: count, using: &generator)
    }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
