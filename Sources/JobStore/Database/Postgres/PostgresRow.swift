import Foundation

/// A row of an answer.
struct PostgresRow: SQLRow {
    let result: PostgresResult
    let columns: PostgresColumns
    let row: Int

    func integer(_ column: SQLColumn) -> Int64? {
        field(column) { bytes in
            var number: Int64 = 0
            let isNegative = bytes.first == UInt8(ascii: "-")
            for byte in bytes.dropFirst(isNegative ? 1 : 0) {
                precondition(
                    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte),
                    "the column \(column) should hold a whole number, and holds something else"
                )
                // Downwards, where there is one number more.
                number = number * 10 - Int64(byte - UInt8(ascii: "0"))
            }
            return isNegative ? number : -number
        }
    }

    func real(_ column: SQLColumn) -> Double? {
        field(column) { bytes in
            guard let number = Double(String(decoding: bytes, as: UTF8.self)) else {
                preconditionFailure("the column \(column) should hold a number")
            }
            return number
        }
    }

    func text(_ column: SQLColumn) -> String? { field(column) { String(decoding: $0, as: UTF8.self) } }

    /// The server writes `\x` and two hexadecimal digits per byte.
    func blob(_ column: SQLColumn) -> Data? {
        field(column) { text in
            var data = Data(capacity: text.count / 2)
            for place in stride(from: 2, to: text.count - 1, by: 2) {
                data.append(Self.nibble(text[place]) << 4 | Self.nibble(text[place + 1]))
            }
            return data
        }
    }

    private static func nibble(_ digit: UInt8) -> UInt8 {
        digit <= UInt8(ascii: "9") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
    }

    private func field<Value>(_ column: SQLColumn, _ body: (UnsafeRawBufferPointer) -> Value) -> Value? {
        let place: Int
        switch column {
        case .place(let number): place = number
        case .name(let name):
            guard let number = columns.places[name] else {
                preconditionFailure("the answer has no column \(name); it has \(columns.places.keys.sorted())")
            }
            place = number
        }
        return result.withField(row, place, body)
    }
}

/// Where a statement's columns are.
final class PostgresColumns: Sendable {
    let places: [String: Int]

    /// Of two columns with the same name the first one counts.
    init(_ names: [String]) {
        places = Dictionary(names.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
    }
}
