/// Writes PNG files that no honest program would.
enum PNGBuilder {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    static func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
        bigEndian(UInt32(data.count)) + type.utf8 + data + bigEndian(crc32(Array(type.utf8) + data))
    }

    /// Eight-bit RGB.
    static func header(width: UInt32, height: UInt32) -> [UInt8] {
        chunk("IHDR", bigEndian(width) + bigEndian(height) + [8, 2, 0, 0, 0])
    }

    /// A zlib stream of `byteCount` zeros, 158 times smaller: fixed codes, and ever the same match of 258 bytes.
    static func zeros(_ byteCount: Int) -> [UInt8] {
        var bits = BitWriter()
        bits.write(0b011, count: 3)
        // The literal 0 is 00110000; a match of 258 bytes at distance 1 is 11000101 00000.
        let matchCount = max(0, (byteCount - 1) / 258)
        for _ in 0..<byteCount - matchCount * 258 { bits.writeReversed(0b0011_0000, count: 8) }
        for _ in 0..<matchCount { bits.writeReversed(0b1_1000_1010_0000, count: 13) }
        bits.write(0, count: 7)
        let adler = UInt32(byteCount % 65_521) << 16 | 1
        return [0x78, 0x01] + bits.bytes + bigEndian(adler)
    }

    static func bigEndian(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }

    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var table: [UInt32] = []
        for index in 0..<UInt32(256) {
            var value = index
            for _ in 0..<8 { value = value & 1 == 1 ? (value >> 1) ^ 0xEDB8_8320 : value >> 1 }
            table.append(value)
        }
        var remainder = UInt32.max
        for byte in bytes { remainder = table[Int((remainder ^ UInt32(byte)) & 0xFF)] ^ (remainder >> 8) }
        return ~remainder
    }
}

/// Deflate's order: the lowest bit of a byte first, and codes from their highest bit.
private struct BitWriter {
    var bytes: [UInt8] = []
    private var used = 8

    mutating func write(_ value: Int, count: Int) {
        for bit in 0..<count { append(value >> bit & 1) }
    }

    mutating func writeReversed(_ value: Int, count: Int) {
        for bit in (0..<count).reversed() { append(value >> bit & 1) }
    }

    private mutating func append(_ bit: Int) {
        if used == 8 {
            bytes.append(0)
            used = 0
        }
        bytes[bytes.count - 1] |= UInt8(bit << used)
        used += 1
    }
}
