/// A database: SQLite's file or a PostgreSQL server.
///
/// Bodies run on a thread where waiting is allowed. A body may run more than once, when the database could not bring its
/// transaction into an order with others or lost the connection before the commit: it changes nothing but the database, or
/// only what may be done twice.
protocol SQLDatabase: Sendable {
    /// Looks something up by an index. Each statement sees the newest commit. Whatever scans or sorts, or needs one snapshot
    /// for several statements, belongs into ``read(_:)``.
    func look<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value

    /// Reads from one snapshot.
    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value

    /// Runs `body` in a transaction and returns once it is on disk. A body that throws leaves nothing behind.
    ///
    /// What the body has read may be changed by others before it writes, unless it held the rows: see ``SQLDialect``.
    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value

    /// The same for a body of one statement. Where a server is waited for, it is waited for once; and unless `waitsForDisk`, a
    /// crash of that server may undo what was answered a moment before, and nothing that was written after it remains then.
    ///
    /// Nothing but the rows themselves tells what such a transaction did when its answer was lost: `find` asks them, once it is
    /// certain that nothing more will happen, and gives what `body` would have given; nil when it did nothing, and `body` runs
    /// again then.
    func writeAtOnce<Value: Sendable>(
        waitsForDisk: Bool,
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value,
        find: @escaping @Sendable (any SQLConnection) throws -> Value?
    ) async throws -> Value

    /// How many claims a worker of many jobs makes at the same time: more than one where they do not wait for each other.
    var claimsAtOnce: Int { get }

    /// Whether processes on several machines count together how often keys are used.
    var sharesRates: Bool { get }

    /// A new listener to what other processes, and this one, write.
    func makeChangeFeed() throws -> any ChangeFeed

    /// An element for each time that somebody says that a job waits; ends at once where nobody will.
    func arrivals() -> AsyncStream<Void>

    /// How busy the connections to a server are; nil where there is none.
    var connectionUse: ConnectionUse? { get }
}

extension SQLDatabase {
    func writeAtOnce<Value: Sendable>(
        waitsForDisk: Bool,
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value,
        find: @escaping @Sendable (any SQLConnection) throws -> Value?
    ) async throws -> Value {
        try await write(body)
    }

    var claimsAtOnce: Int { 1 }

    var connectionUse: ConnectionUse? { nil }
}

/// Which jobs may have changed.
protocol ChangeFeed: Sendable {
    /// Since the last call; the first one answers `unknown`.
    func changes() async throws -> JobChanges
}

enum JobChanges: Sendable, Hashable {
    case nothing
    case these(Set<JobID>)
    /// Any may have.
    case unknown

    func contains(_ job: JobID) -> Bool {
        switch self {
        case .nothing: false
        case .these(let jobs): jobs.contains(job)
        case .unknown: true
        }
    }

    func joined(with later: Self) -> Self {
        switch (self, later) {
        case (.unknown, _), (_, .unknown): .unknown
        case (.nothing, let one), (let one, .nothing): one
        case (.these(let jobs), .these(let others)): .these(jobs.union(others))
        }
    }
}
