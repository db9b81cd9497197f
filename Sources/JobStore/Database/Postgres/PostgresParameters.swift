/// A statement's arguments in the form that libpq takes: all bytes in one buffer.
struct PostgresParameters {
    private(set) var bytes: [UInt8] = []
    /// Where each argument begins; nil for NULL.
    private(set) var offsets: [Int?] = []
    /// In bytes. For texts libpq looks for the zero at the end instead.
    private(set) var lengths: [Int32] = []
    /// 0 for text, 1 for bytes as they are.
    private(set) var formats: [Int32] = []

    init(_ values: [SQLValue]) {
        // An empty buffer has no address to point to.
        bytes.reserveCapacity(64 * values.count + 1)
        for value in values {
            switch value {
            case .null: note(offset: nil, length: 0, format: 0)
            case .integer(let number): append(text: String(number))
            case .real(let number): append(text: String(number))
            case .text(let text): append(text: text)
            case .blob(let data):
                note(offset: bytes.count, length: data.count, format: 1)
                bytes.append(contentsOf: data)
            }
        }
        bytes.append(0)
    }

    private mutating func append(text: String) {
        let offset = bytes.count
        bytes.append(contentsOf: text.utf8)
        note(offset: offset, length: bytes.count - offset, format: 0)
        bytes.append(0)
    }

    private mutating func note(offset: Int?, length: Int, format: Int32) {
        offsets.append(offset)
        lengths.append(Int32(length))
        formats.append(format)
    }
}
