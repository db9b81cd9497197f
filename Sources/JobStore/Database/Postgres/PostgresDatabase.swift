/// A PostgreSQL server, which many machines share.
///
/// | part | what it does |
/// |---|---|
/// | ``PostgresPool`` | threads that wait for the server; claims have their own, whose commits do not wait for the disk |
/// | ``PostgresSeat`` | a thread's connection, and its transactions: what is repeated, and what is asked first |
/// | ``PostgresConnection`` | statements, prepared once |
/// | ``PostgresLink`` | libpq |
/// | ``PostgresNotifier``, ``PostgresListener`` | news between processes |
final class PostgresDatabase: SQLDatabase {
    private let pool: PostgresPool
    /// Its commits do not wait for the disk.
    private let quickPool: PostgresPool
    private let notifier: PostgresNotifier
    private let listener: PostgresListener

    /// Connects, and runs the migrations that the database lacks. Waits on the calling thread: a process does this once, when
    /// it begins.
    ///
    /// - Throws: ``StoreError``.
    init(url: String, limits: PostgresLimits = PostgresLimits()) throws {
        try Self.migrate(url: url, limits: limits)
        pool = PostgresPool(url: url, limits: limits)
        var quick = limits
        quick.waitsForDisk = false
        quick.connections = Self.claimsAtOnce
        quickPool = PostgresPool(url: url, limits: quick)
        notifier = PostgresNotifier(url: url, limits: limits)
        listener = PostgresListener(url: url, limits: limits)
    }

    func look<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await pool.perform { seat in try seat.look(body) }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await pool.perform { seat in try seat.read(body) }
    }

    /// Rows are held, not snapshots: a transaction sees what others committed before each of its statements.
    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await pool.perform { [notifier] seat in
            let (value, news) = try seat.write(body)
            notifier.tell(news)
            return value
        }
    }

    func writeAtOnce<Value: Sendable>(
        waitsForDisk: Bool,
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value,
        find: @escaping @Sendable (any SQLConnection) throws -> Value?
    ) async throws -> Value {
        try await (waitsForDisk ? pool : quickPool).perform { [notifier] seat in
            let (value, news) = try seat.writeAtOnce(body, find: find)
            notifier.tell(news)
            return value
        }
    }

    private static let claimsAtOnce = 2

    var claimsAtOnce: Int { Self.claimsAtOnce }

    var sharesRates: Bool { true }

    var connectionUse: ConnectionUse? { pool.use }

    func makeChangeFeed() -> any ChangeFeed { PostgresChangeFeed(listener: listener) }

    func arrivals() -> AsyncStream<Void> { listener.arrivals() }

    /// Says which steps were missing. Processes that begin together wait for each other.
    @discardableResult
    static func migrate(url: String, limits: PostgresLimits) throws -> [String] {
        do {
            let connection = try PostgresConnection(url: url, limits: limits)
            let encoding = try connection.value(String.self, "SELECT current_setting('server_encoding')")
            guard encoding == "UTF8" else {
                throw StoreError(
                    .invalid,
                    "the database must be encoded in UTF8; it is in \(encoding ?? "nothing known")"
                )
            }
            // A step may take its time, and whoever waits for it as well.
            try connection.begin(
                """
                BEGIN;
                SET LOCAL lock_timeout = 0;
                SET LOCAL statement_timeout = 0;
                SELECT pg_advisory_xact_lock(\(PostgresLimits.lockSpace), 1)
                """
            )
            let applied = try Migration.apply(Migration.postgres, to: connection)
            try connection.script("COMMIT")
            return applied
        } catch let failure as PostgresFailure {
            let reason = StoreError(failure)
            throw StoreError(reason.code, "the PostgreSQL database cannot be opened: \(failure.message)")
        }
    }
}
