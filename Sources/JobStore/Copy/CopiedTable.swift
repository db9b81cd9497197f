import Foundation

/// A table that is copied.
struct CopiedTable: Sendable {
    let name: String
    /// The column that counts by itself.
    var counter: String?
    /// The only columns that are copied, where triggers make the others.
    var copied: Set<String>?

    /// In the order in which they refer to each other.
    static let all = [
        CopiedTable(name: "account", counter: "id"),
        CopiedTable(name: "api_key", counter: "id"),
        CopiedTable(name: "session"),
        CopiedTable(name: "sign_in_link"),
        CopiedTable(name: "credit_balance", copied: ["account_id"]),
        CopiedTable(name: "job", counter: "sequence"),
        CopiedTable(name: "credit_entry", counter: "id"),
        CopiedTable(name: "idempotency"),
        CopiedTable(name: "job_preview", counter: "id"),
        CopiedTable(name: "job_duration"),
        CopiedTable(name: "artifact"),
        CopiedTable(name: "webhook"),
        CopiedTable(name: "webhook_delivery", counter: "id"),
        CopiedTable(name: "webhook_attempt", counter: "id"),
        CopiedTable(name: "callback_secret"),
    ]

    /// Says how many rows there are.
    func copy(from old: any SQLConnection, to new: any SQLConnection) throws -> Int {
        guard try new.value(Int.self, "SELECT count(*) FROM \(name)") == 0 else {
            throw StoreError(.invalid, "the target is not empty: its table \(name) has rows")
        }
        let columns = try columns(of: old, new)
        try insert(columns.filter { copied?.contains($0.name) ?? true }, from: old, to: new)
        if let counter {
            try new.forEach(
                """
                SELECT setval(pg_get_serial_sequence('\(name)', '\(counter)'), coalesce(max(\(counter)), 0) + 1, false)
                FROM \(name)
                """,
                []
            ) { _ in true }
        }
        // Balances are complete only when all entries are there.
        let tables = name == "credit_entry" ? ["credit_entry", "credit_balance"] : copied == nil ? [name] : []
        for table in tables { try Self.compare(table, old, new) }
        return try new.value(Int.self, "SELECT count(*) FROM \(name)") ?? 0
    }

    private func insert(_ columns: [CopiedColumn], from old: any SQLConnection, to new: any SQLConnection) throws {
        let names = columns.map(\.name).joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        try old.forEach("SELECT \(names) FROM \(name) ORDER BY \(counter ?? columns[0].name)", []) { row in
            let values = columns.enumerated().map { place, column in column.value(of: row, at: place) }
            try new.run("INSERT INTO \(name) (\(names)) VALUES (\(marks))", SQLArguments(values))
            return true
        }
    }

    private func columns(of old: any SQLConnection, _ new: any SQLConnection) throws -> [CopiedColumn] {
        let columns = try CopiedColumn.all(of: name, new)
        let known = try old.rows("SELECT name FROM pragma_table_info('\(name)')") { $0[0] as String }
        guard Set(known) == Set(columns.map(\.name)) else {
            throw StoreError(
                .corrupt,
                "the table \(name) has the columns \(known), and at the target \(columns.map(\.name))"
            )
        }
        return columns
    }

    /// Counts rows, and sums numbers and lengths.
    private static func compare(_ table: String, _ old: any SQLConnection, _ new: any SQLConnection) throws {
        let columns = try CopiedColumn.all(of: table, new)
        let sums = ["count(*)"] + columns.flatMap(\.sums)
        let sql = "SELECT \(sums.joined(separator: ", ")) FROM \(table)"
        let read = { (row: any SQLRow) in sums.indices.map { row.integer(.place($0)) ?? 0 } }
        let (before, after) = (try old.first(sql, [], read), try new.first(sql, [], read))
        guard before == after else {
            throw StoreError(
                .corrupt,
                "the table \(table) is not the same after it was copied: \(sums) were "
                    + "\(before ?? []) and are \(after ?? [])"
            )
        }
    }
}

/// A column of a table, as the target has it.
struct CopiedColumn: Sendable {
    enum Kind: String, Sendable {
        case integer = "bigint"
        case real = "double precision"
        case text
        case blob = "bytea"
    }

    let name: String
    let kind: Kind

    static func all(of table: String, _ new: any SQLConnection) throws -> [CopiedColumn] {
        try new.rows(
            """
            SELECT column_name, data_type FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = ? ORDER BY ordinal_position
            """,
            [table]
        ) { row in CopiedColumn(name: row[0], kind: try StoredText.parse(row[1])) }
    }

    func value(of row: any SQLRow, at place: Int) -> SQLValue {
        switch kind {
        case .integer: row.integer(.place(place)).map(SQLValue.integer) ?? .null
        case .real: row.real(.place(place)).map(SQLValue.real) ?? .null
        case .text: row.text(.place(place)).map(SQLValue.text) ?? .null
        case .blob: row.blob(.place(place)).map(SQLValue.blob) ?? .null
        }
    }

    /// Whole numbers in two parts, of which no sum is too large. Fractions are left out: databases add them differently.
    var sums: [String] {
        switch kind {
        case .integer: ["sum(\(name) % 1000003)", "sum(\(name) / 1000003)", "count(\(name))"]
        case .real: ["count(\(name))"]
        case .text, .blob: ["sum(length(\(name)))", "count(\(name))"]
        }
    }
}
