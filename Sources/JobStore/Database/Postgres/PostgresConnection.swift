/// A connection with the statements that it has prepared. It belongs to one thread.
final class PostgresConnection: SQLConnection {
    /// Statements that are kept prepared; beyond that all are forgotten, since the store has far fewer texts.
    private static let statementLimit = 500

    private struct Prepared {
        let name: String
        var columns: PostgresColumns?
    }

    let link: PostgresLink
    private let limits: PostgresLimits
    private var statements: [String: Prepared] = [:]
    private var statementCount = 0
    private var transaction = Transaction.none
    /// What is to be told when the transaction is committed.
    private(set) var news: Set<StoreNews> = []

    /// Where a transaction that writes is.
    private enum Transaction {
        case none
        /// It begins with its first statement.
        case wanted
        /// The server knows it by this number.
        case begun(String)
    }

    init(url: String, limits: PostgresLimits) throws {
        link = try PostgresLink(url: url, connectTimeout: limits.connectSeconds)
        self.limits = limits
        try link.execute(limits.sessionSettings, within: limits.answer)
    }

    var dialect: SQLDialect { .postgres }

    func run(_ sql: String, _ arguments: SQLArguments) throws -> Int {
        try execute(sql, arguments).result.changedCount
    }

    func forEach(_ sql: String, _ arguments: SQLArguments, _ read: (any SQLRow) throws -> Bool) throws {
        let (result, columns) = try execute(sql, arguments)
        for row in 0..<result.rowCount {
            guard try read(PostgresRow(result: result, columns: columns, row: row)) else { return }
        }
    }

    func script(_ statements: String) throws {
        if case .wanted = transaction { _ = try beginNow(with: nil) }
        try link.execute(statements, within: limits.answer)
    }

    func tell(_ item: StoreNews) { news.insert(item) }

    /// Begins a transaction that knows nothing of earlier ones.
    func begin(_ statements: String) throws {
        forgetTransaction()
        try link.execute(statements, within: limits.answer)
    }

    /// Begins a transaction that writes, together with its first statement: the server is waited for once.
    func beginWithFirstStatement() {
        forgetTransaction()
        transaction = .wanted
    }

    /// Whatever follows has nothing to do with what was.
    func forgetTransaction() {
        transaction = .none
        news = []
    }

    /// The number of the transaction that was begun like that; nil when it has had no statement.
    var transactionNumber: String? {
        if case .begun(let number) = transaction { number } else { nil }
    }

    private func execute(
        _ sql: String,
        _ arguments: SQLArguments
    ) throws -> (result: PostgresResult, columns: PostgresColumns) {
        for case .text(let text) in arguments.values where text.utf8.contains(0) {
            // libpq would end the text there, and the server has no texts with zeros.
            throw StoreError(.invalid, "a text contains the character U+0000, which cannot be stored")
        }
        let prepared = try statements[sql] ?? prepare(sql)
        let result: PostgresResult
        if case .wanted = transaction {
            result = try beginNow(with: (prepared.name, arguments.values))
        } else {
            result = try link.execute(prepared: prepared.name, arguments.values, within: limits.answer)
        }
        if let columns = prepared.columns { return (result, columns) }
        let columns = PostgresColumns(result.columnNames)
        statements[sql]?.columns = columns
        return (result, columns)
    }

    private func beginNow(with first: (prepared: String, arguments: [SQLValue])?) throws -> PostgresResult {
        let words = ["BEGIN ISOLATION LEVEL READ COMMITTED", "SELECT pg_current_xact_id()"]
        let beginning = try words.map { sql in
            (prepared: try (statements[sql] ?? prepare(sql)).name, arguments: [SQLValue]())
        }
        let results = try link.execute(pipeline: beginning + [first].compactMap { $0 }, within: limits.answer)
        guard results.count >= beginning.count, let last = results.last,
            let number = results[1].withField(0, 0, { String(decoding: $0, as: UTF8.self) })
        else { throw PostgresFailure(state: "", message: "a transaction was not begun", isLost: true) }
        transaction = .begun(number)
        return last
    }

    private func prepare(_ sql: String) throws -> Prepared {
        if statements.count >= Self.statementLimit {
            try link.execute("DEALLOCATE ALL", within: limits.answer)
            statements = [:]
        }
        statementCount += 1
        let prepared = Prepared(name: "s\(statementCount)", columns: nil)
        try link.prepare(Self.numbered(sql), as: prepared.name, within: limits.answer)
        statements[sql] = prepared
        return prepared
    }

    /// Writes `$1`, `$2` and so on for the question marks outside of quotes.
    static func numbered(_ sql: String) -> String {
        var text = ""
        var number = 0
        var isQuoted = false
        for character in sql {
            if character == "'" { isQuoted.toggle() }
            if character == "?" && !isQuoted {
                number += 1
                text += "$\(number)"
            } else {
                text.append(character)
            }
        }
        return text
    }
}

extension SQLDialect {
    /// Rows are held with `FOR NO KEY UPDATE`, as an `UPDATE` holds them: `FOR UPDATE` would make everybody wait who
    /// inserts a row that refers to them.
    static let postgres = SQLDialect(
        migrationTable: """
            DO $$ BEGIN
                -- Not IF NOT EXISTS: that needs the right to create tables even where there is one.
                IF to_regclass('migration') IS NULL THEN
                    CREATE TABLE migration (name TEXT PRIMARY KEY, position BIGINT NOT NULL);
                END IF;
            END $$
            """,
        holding: " FOR NO KEY UPDATE",
        holdingWhatIsFree: " FOR NO KEY UPDATE SKIP LOCKED",
        among: { column, select in "\(column) = ANY (ARRAY(\(select)))" },
        textsOfArray: { array in "(SELECT value FROM json_array_elements_text(CAST(\(array) AS json)) AS texts)" },
        contains: { text, part in "strpos(\(text), \(part)) > 0" },
        locks: [
            .webhookClaims: "SELECT pg_advisory_xact_lock(\(PostgresLimits.lockSpace), 2)",
            .limitedClaims: "SELECT pg_advisory_xact_lock(\(PostgresLimits.lockSpace), 3)",
        ],
        // The server never lets a reference lead nowhere.
        brokenReferences: nil
    )
}
