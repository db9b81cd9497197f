import GRDB
import Synchronization

/// Asks the file's version: it grows with every commit of another connection, and tells nothing else.
///
/// It has a connection of its own, because `PRAGMA data_version` tells one connection what the others did.
final class SQLiteChangeFeed: ChangeFeed {
    private let connection: DatabaseQueue
    private let seen = Mutex<Int64?>(nil)

    init(path: String) throws {
        var configuration = Configuration()
        configuration.label = "watcher"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        connection = try DatabaseQueue(path: path, configuration: configuration)
    }

    func changes() async throws -> JobChanges {
        let version = try await connection.unsafeRead { db in
            try SQLiteConnection(db: db).value(Int64.self, "PRAGMA data_version")
        }
        return seen.withLock { seen in
            defer { seen = version }
            return version == seen ? .nothing : .unknown
        }
    }
}
