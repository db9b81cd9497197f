import GRDB

@testable import JobStore

/// A node's connection to the database that all nodes share: SQLite in memory. Each operation takes a while, before and after
/// what it does, and the process may die meanwhile.
///
/// Unchecked, because only the scheduler's thread touches it.
final class SimulatedDatabase: SQLDatabase, @unchecked Sendable {
    private let world: World
    private let node: Node

    init(_ world: World, _ node: Node) {
        self.world = world
        self.node = node
    }

    /// An empty database with its tables.
    static func make() throws -> DatabaseQueue {
        let queue = try DatabaseQueue()
        try template.backup(to: queue)
        return queue
    }

    private static let template: DatabaseQueue = {
        do {
            let queue = try DatabaseQueue()
            try queue.write { db in _ = try Migration.apply(Migration.sqlite, to: JobStore.SQLiteConnection(db: db)) }
            return queue
        } catch {
            fatalError("the database cannot be made: \(error)")
        }
    }()

    func look<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await read(body)
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await node.wait(upTo: world.slowness)
        if world.nextDatabaseFault(node, writing: false) != nil { throw Self.unavailable("a read failed") }
        let value = try world.database.inDatabase { db in try body(JobStore.SQLiteConnection(db: db)) }
        try await node.wait(upTo: world.slowness)
        return value
    }

    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await node.wait(upTo: world.slowness)
        let fault = world.nextDatabaseFault(node, writing: true)
        if let fault { node.log("database: \(fault)") }
        var value = try transaction(fault, body)
        if case .answerLost = fault {
            guard world.bug == .retryOfUnknownCommit else { throw Self.unavailable("what the commit did is unknown") }
            value = try transaction(nil, body)
        }
        // Committed, and the process may die before it hears of it.
        try await node.wait(upTo: world.slowness)
        return value
    }

    /// A claim, which the database may forget.
    func writeAtOnce<Value: Sendable>(
        waitsForDisk: Bool,
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value,
        find: @escaping @Sendable (any SQLConnection) throws -> Value?
    ) async throws -> Value {
        guard !waitsForDisk, world.forgetsClaim(node) else { return try await write(body) }
        try await node.wait(upTo: world.slowness)
        let value = try transaction(.forgotten, body)
        node.log("database: what it just answered is forgotten")
        world.witness.count("forgotten")
        try await node.wait(upTo: world.slowness)
        return value
    }

    private func transaction<Value>(
        _ fault: FaultPlan.DatabaseFault?,
        _ body: (any SQLConnection) throws -> Value
    ) throws -> Value {
        if case .refused = fault { throw Self.unavailable("a write was refused") }
        do {
            return try world.database.inDatabase { db in
                let before = db.totalChangesCount
                try db.beginTransaction(.immediate)
                let value: Value
                do {
                    value = try body(FragileConnection(JobStore.SQLiteConnection(db: db), fault))
                    if case .undone = fault { throw Self.unavailable("the commit failed") }
                } catch {
                    try db.rollback()
                    throw error
                }
                if case .forgotten = fault {
                    try db.rollback()
                    return value
                }
                try db.commit()
                if db.totalChangesCount != before { try world.witness.look(at: db, after: node) }
                return value
            }
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    private static func unavailable(_ what: String) -> StoreError {
        StoreError(.unavailable, "the simulation: \(what)")
    }

    var sharesRates: Bool { false }

    func makeChangeFeed() throws -> any ChangeFeed { NoFeed() }

    func arrivals() -> AsyncStream<Void> { AsyncStream { $0.finish() } }
}

/// Nobody waits for changes here: clients ask.
private struct NoFeed: ChangeFeed {
    func changes() async throws -> JobChanges { .unknown }
}

/// Fails at one of its statements.
private final class FragileConnection: SQLConnection {
    private let connection: JobStore.SQLiteConnection
    private var left: Int?

    init(_ connection: JobStore.SQLiteConnection, _ fault: FaultPlan.DatabaseFault?) {
        self.connection = connection
        if case .statementFails(let number) = fault { left = number }
    }

    var dialect: SQLDialect { connection.dialect }

    private func count() throws {
        guard let left else { return }
        if left == 1 { throw StoreError(.unavailable, "the simulation: a statement failed") }
        self.left = left - 1
    }

    func run(_ sql: String, _ arguments: SQLArguments) throws -> Int {
        try count()
        return try connection.run(sql, arguments)
    }

    func forEach(_ sql: String, _ arguments: SQLArguments, _ read: (any SQLRow) throws -> Bool) throws {
        try count()
        try connection.forEach(sql, arguments, read)
    }

    func script(_ statements: String) throws {
        try count()
        try connection.script(statements)
    }

    func tell(_ news: StoreNews) {}
}
