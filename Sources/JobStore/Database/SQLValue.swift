import Foundation

/// What a statement's argument or a row's column can be.
enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob(Data)
}

/// What can be an argument of a statement.
protocol SQLWritable {
    var sqlValue: SQLValue { get }
}

/// What can be read from a column; nil where it holds NULL.
protocol SQLReadable {
    static func read(_ column: SQLColumn, of row: any SQLRow) -> Self?
}

extension Int64: SQLWritable, SQLReadable {
    var sqlValue: SQLValue { .integer(self) }
    static func read(_ column: SQLColumn, of row: any SQLRow) -> Self? { row.integer(column) }
}

extension Int: SQLWritable, SQLReadable {
    var sqlValue: SQLValue { .integer(Int64(self)) }
    static func read(_ column: SQLColumn, of row: any SQLRow) -> Self? { row.integer(column).map(Int.init) }
}

extension Double: SQLWritable, SQLReadable {
    var sqlValue: SQLValue { .real(self) }
    static func read(_ column: SQLColumn, of row: any SQLRow) -> Self? { row.real(column) }
}

extension String: SQLWritable, SQLReadable {
    var sqlValue: SQLValue { .text(self) }
    static func read(_ column: SQLColumn, of row: any SQLRow) -> Self? { row.text(column) }
}

extension Data: SQLWritable, SQLReadable {
    var sqlValue: SQLValue { .blob(self) }
    static func read(_ column: SQLColumn, of row: any SQLRow) -> Self? { row.blob(column) }
}

/// The arguments of a statement, in the order of its question marks.
struct SQLArguments: Sendable, ExpressibleByArrayLiteral {
    private(set) var values: [SQLValue]

    init(_ values: some Sequence<some SQLWritable>) { self.values = values.map(\.sqlValue) }

    init(_ values: [SQLValue]) { self.values = values }

    init(arrayLiteral elements: (any SQLWritable)?...) {
        values = elements.map { $0?.sqlValue ?? .null }
    }

    static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum += right
        return sum
    }

    static func += (left: inout Self, right: Self) { left.values += right.values }
}
