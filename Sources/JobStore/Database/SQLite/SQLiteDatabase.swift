import Foundation
import GRDB

/// The database file: reads run beside each other, writes in groups.
final class SQLiteDatabase: SQLDatabase {
    private let path: String
    /// The steps that were missing when the file was opened.
    let migrated: [String]
    private let pool: DatabasePool
    private let writes: GroupCommit
    private let lookups: LookupConnections

    /// Opens the file and runs the migrations that it lacks.
    init(path: String) throws {
        do {
            var configuration = Configuration()
            configuration.label = "store"
            configuration.foreignKeysEnabled = true
            configuration.busyMode = .callback(Self.waitsForLock)
            configuration.maximumReaderCount = 4
            let pool = try DatabasePool(path: path, configuration: configuration)
            migrated = try pool.writeWithoutTransaction { db in
                // GRDB chooses NORMAL, which forgets the last commits when the power fails.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                // In pages: four times the usual length, so that pages which many commits touch are copied less often.
                try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
                var applied: [String] = []
                try db.inTransaction(.immediate) {
                    applied = try Migration.apply(Migration.sqlite, to: SQLiteConnection(db: db))
                    return .commit
                }
                return applied
            }
            self.path = path
            self.pool = pool
            writes = GroupCommit(pool: pool)
            lookups = LookupConnections(path: path)
        } catch let error as DatabaseError {
            let reason = StoreError(error)
            throw StoreError(reason.code, "\(path) cannot be opened: \(reason.message)")
        }
    }

    /// Another process holds the write lock: for one group of writes at a time, and then it makes a short pause. SQLite's
    /// own way of waiting looks ten times a second and would miss the pauses.
    private static func waitsForLock(_ attempt: Int) -> Bool {
        usleep(200)
        // Ten seconds or more.
        return attempt < 50_000
    }

    /// On the calling thread: a look takes some microseconds, and changing threads takes more.
    func look<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try Self.translating { try lookups.look(body) }
    }

    /// On a thread of GRDB's.
    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        do {
            return try await pool.read { db in try body(SQLiteConnection(db: db)) }
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    /// Several bodies may share the transaction; one that throws does not touch the others.
    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        do {
            return try await writes.perform(body)
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    var sharesRates: Bool { false }

    func makeChangeFeed() throws -> any ChangeFeed { try Self.translating { try SQLiteChangeFeed(path: path) } }

    /// Processes on one machine have a pipe for that.
    func arrivals() -> AsyncStream<Void> { AsyncStream { $0.finish() } }

    private static func translating<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }
}
