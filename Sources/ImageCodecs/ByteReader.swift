/// Reads a file front to back and never past its end.
struct ByteReader {
    let bytes: ArraySlice<UInt8>
    private(set) var position: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    var remaining: ArraySlice<UInt8> { bytes[position...] }
    var isAtEnd: Bool { position == bytes.endIndex }

    /// Nil, and nothing read, when fewer bytes are left.
    mutating func read(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= bytes.endIndex - position else { return nil }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func skip(_ count: Int) -> Bool { read(count) != nil }

    mutating func readByte() -> UInt8? { read(1)?.first }

    mutating func readBigEndian(_ count: Int) -> Int? {
        read(count)?.reduce(0) { $0 << 8 | Int($1) }
    }

    mutating func readLittleEndian(_ count: Int) -> Int? {
        read(count)?.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
