import Foundation
import GRDB

/// A connection of GRDB's.
struct SQLiteConnection: SQLConnection {
    let db: Database

    var dialect: SQLDialect { .sqlite }

    func run(_ sql: String, _ arguments: SQLArguments) throws -> Int {
        try db.cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
        return db.changesCount
    }

    /// A row that is copied finds its columns by comparing every name; one that is read where it stands has a table of them.
    func forEach(_ sql: String, _ arguments: SQLArguments, _ read: (any SQLRow) throws -> Bool) throws {
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
        // A row lives as long as its cursor.
        try withExtendedLifetime(rows) {
            while let row = try rows.next(), try read(SQLiteRow(row: row)) {}
        }
    }

    func script(_ statements: String) throws { try db.execute(sql: statements) }

    /// Whoever waits watches the file, and workers have their pipe.
    func tell(_ news: StoreNews) {}
}

private struct SQLiteRow: SQLRow {
    let row: Row

    func integer(_ column: SQLColumn) -> Int64? {
        switch column {
        case .name(let name): row[name]
        case .place(let place): row[place]
        }
    }

    func real(_ column: SQLColumn) -> Double? {
        switch column {
        case .name(let name): row[name]
        case .place(let place): row[place]
        }
    }

    func text(_ column: SQLColumn) -> String? {
        switch column {
        case .name(let name): row[name]
        case .place(let place): row[place]
        }
    }

    func blob(_ column: SQLColumn) -> Data? {
        switch column {
        case .name(let name): row[name]
        case .place(let place): row[place]
        }
    }
}

extension StatementArguments {
    /// In array literals of four, because GRDB's initialiser for literals is compiled for arrays. Its others take any
    /// sequence and find out at run time which, and that costs more than the statement that the arguments are for.
    fileprivate init(_ arguments: SQLArguments) {
        var rest = arguments.values[...]
        func next() -> DatabaseValue { rest.removeFirst().databaseValue }
        self.init()
        while rest.count >= 4 { append([next(), next(), next(), next()]) }
        switch rest.count {
        case 3: append([next(), next(), next()])
        case 2: append([next(), next()])
        case 1: append([next()])
        default: break
        }
    }

    /// The arguments have no names that could be replaced.
    private mutating func append(_ more: StatementArguments) { _ = append(contentsOf: more) }
}

extension SQLValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let number): number.databaseValue
        case .real(let number): number.databaseValue
        case .text(let text): text.databaseValue
        case .blob(let bytes): bytes.databaseValue
        }
    }
}

extension SQLDialect {
    static let sqlite = SQLDialect(
        migrationTable:
            "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT",
        holding: "",
        holdingWhatIsFree: "",
        among: { column, select in "\(column) IN (\(select))" },
        textsOfArray: { array in "(SELECT value FROM json_each(\(array)))" },
        contains: { text, part in "instr(\(text), \(part)) > 0" },
        locks: [:],
        brokenReferences: "SELECT \"table\" FROM pragma_foreign_key_check"
    )
}
