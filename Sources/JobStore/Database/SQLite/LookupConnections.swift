import GRDB
import Synchronization

/// Connections for looking something up on the calling thread. There are as many as threads ever looked at once; taking
/// one is cheaper than from GRDB's pool, whose locks put threads to sleep.
final class LookupConnections: Sendable {
    private let path: String
    private let free = Mutex<[DatabaseQueue]>([])

    init(path: String) { self.path = path }

    func look<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        let connection = try free.withLock { $0.popLast() } ?? open()
        defer { free.withLock { $0.append(connection) } }
        return try connection.unsafeRead { db in try body(SQLiteConnection(db: db)) }
    }

    private func open() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "lookup"
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }
}
