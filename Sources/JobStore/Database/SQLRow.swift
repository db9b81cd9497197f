import Foundation

/// A row where it stands: it is valid only inside the closure that was called with it.
protocol SQLRow {
    func integer(_ column: SQLColumn) -> Int64?
    func real(_ column: SQLColumn) -> Double?
    func text(_ column: SQLColumn) -> String?
    func blob(_ column: SQLColumn) -> Data?
}

/// A column by its name in the answer, or by its place, counted from 0.
enum SQLColumn: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    case name(String)
    case place(Int)

    init(stringLiteral name: String) { self = .name(name) }
    init(integerLiteral place: Int) { self = .place(place) }
}

extension SQLRow {
    /// A column that cannot be NULL.
    subscript<Value: SQLReadable>(_ column: SQLColumn) -> Value {
        guard let value = Value.read(column, of: self) else {
            preconditionFailure("the column \(column) should hold a \(Value.self), and holds NULL")
        }
        return value
    }

    /// A column that may be NULL.
    subscript<Value: SQLReadable>(_ column: SQLColumn) -> Value? { Value.read(column, of: self) }
}
