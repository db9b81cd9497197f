import Foundation
import GRDB

/// The database file: reads run beside each other, writes in groups.
final class SQLDatabase: Sendable {
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
            try pool.writeWithoutTransaction { db in
                // GRDB chooses NORMAL, which forgets the last commits when the power fails.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                // In pages: four times the usual length, so that pages which many commits touch are copied less often.
                try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
                try Migration.apply(Migration.all, to: db)
            }
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

    /// Looks something up by an index, on the calling thread: that takes some microseconds, and changing threads takes
    /// more. Each statement sees the newest commit. Whatever scans or sorts, or needs one snapshot for several
    /// statements, belongs into ``read(_:)``.
    func look<Value>(_ body: (Database) throws -> Value) throws -> Value {
        do {
            return try lookups.look(body)
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    /// Reads from one snapshot, on a thread of the database's.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await pool.read(body)
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    /// Runs `body` in a transaction and returns once it is on disk. Several bodies may share the transaction; one that
    /// throws leaves nothing behind and does not touch the others.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        do {
            return try await writes.perform(body)
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }
}
