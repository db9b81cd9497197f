/// One connection inside a transaction, or inside a look: statements as text, with `?` for each argument, prepared once per
/// connection.
///
/// The same text serves every database. Where they differ, ``SQLDialect`` has the words.
protocol SQLConnection {
    var dialect: SQLDialect { get }

    /// Runs a statement and says how many rows it changed.
    @discardableResult
    func run(_ sql: String, _ arguments: SQLArguments) throws -> Int

    /// Calls `read` with one row after the other, where they stand, until it returns false.
    func forEach(_ sql: String, _ arguments: SQLArguments, _ read: (any SQLRow) throws -> Bool) throws

    /// Runs any number of statements without arguments.
    func script(_ statements: String) throws

    /// Tells other processes once the transaction is committed. Such news may be lost with a process: whoever hears them
    /// looks now and then without them.
    func tell(_ news: StoreNews)
}

/// What processes tell each other.
enum StoreNews: Sendable, Hashable {
    /// A job waits, or will soon.
    case queued
    /// A job's record is another one.
    case changed(JobID)
}

extension SQLConnection {
    @discardableResult
    func run(_ sql: String) throws -> Int { try run(sql, []) }

    /// Reads the first row; nil when there is none.
    func first<Value>(
        _ sql: String,
        _ arguments: SQLArguments = [],
        _ read: (any SQLRow) throws -> Value
    ) throws -> Value? {
        var value: Value?
        try forEach(sql, arguments) { row in
            value = try read(row)
            return false
        }
        return value
    }

    /// Reads every row.
    func rows<Value>(
        _ sql: String,
        _ arguments: SQLArguments = [],
        _ read: (any SQLRow) throws -> Value
    ) throws -> [Value] {
        var values: [Value] = []
        try forEach(sql, arguments) { row in
            values.append(try read(row))
            return true
        }
        return values
    }

    /// The first column of the first row; nil when there is no row, or NULL in it.
    func value<Value: SQLReadable>(
        _ type: Value.Type,
        _ sql: String,
        _ arguments: SQLArguments = []
    ) throws -> Value? {
        try first(sql, arguments) { row in Value.read(0, of: row) } ?? nil
    }

    /// Waits until nobody else holds the lock, and holds it until the transaction ends.
    func hold(_ lock: SQLLock) throws {
        if let statements = dialect.locks[lock] { try script(statements) }
    }
}
