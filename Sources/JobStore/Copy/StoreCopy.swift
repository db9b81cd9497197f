import GRDB

/// Moves an installation from its SQLite file to a PostgreSQL server: every row, with the numbers that it has.
///
/// 1. The target must be empty. Everything that follows is one transaction there: all of it, or nothing.
/// 2. Tables are copied from one snapshot of the file, in the order in which they refer to each other. Balances are not
///    copied: the target's own trigger makes them from the entries.
/// 3. Rows are counted on both sides, and numbers and lengths summed: balances, too.
/// 4. Counters go on after the highest number.
/// 5. What must be true of a store is looked at (``StoreCheck``).
///
/// Artifacts stay where they are (``ArtifactCopy`` moves them). Who writes to the source meanwhile is not heard.
public struct StoreCopy: Sendable {
    /// How many rows each table has.
    public let tables: [(name: String, rows: Int)]
    /// What was found at the target afterwards.
    public let check: StoreCheck

    /// - Throws: ``StoreError`` `invalid` when the target is no server or holds something, `corrupt` when the copy is not the
    ///   same; nothing is left there then.
    public static func copy(
        folder: String,
        to target: DatabaseLocation,
        artifacts: ArtifactLocation = .dataFolder
    ) async throws -> StoreCopy {
        guard case .postgres = target else {
            throw StoreError(.invalid, "a store is copied to a PostgreSQL server: postgres://user@host/name")
        }
        let files = try DataFolder(path: folder)
        // Brings the file up to date.
        _ = try SQLiteDatabase(path: files.database)
        let source = try DatabaseQueue(path: files.database)
        let tables = try await target.open(files).write { new in
            try source.read { db in
                let old = SQLiteConnection(db: db)
                return try CopiedTable.all.map { table in
                    (name: table.name, rows: try table.copy(from: old, to: new))
                }
            }
        }
        let check = try await Store(folder: folder, database: target, artifacts: artifacts).check()
        return StoreCopy(tables: tables, check: check)
    }
}
