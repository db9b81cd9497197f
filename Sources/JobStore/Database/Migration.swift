import GRDB

/// One step of the database's form. A step that was released is never edited: a change is another step.
struct Migration: Sendable {
    let name: String
    let statements: String

    static let all = [firstSchema, sessions, liveProgress, webhookDispatch]

    /// Runs what is missing, all or nothing; processes that open the file together wait for each other.
    static func apply(_ migrations: [Migration], to db: Database) throws {
        try db.inTransaction(.immediate) {
            try db.execute(
                sql: "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT"
            )
            let applied = try String.fetchAll(db, sql: "SELECT name FROM migration ORDER BY position")
            let known = migrations.map(\.name)
            guard known.starts(with: applied) else {
                let unknown = applied.filter { !known.contains($0) }.joined(separator: ", ")
                throw StoreError(
                    .newerDatabase,
                    "the database was written by another version of this program (its steps \(unknown) are unknown here): "
                        + "use that version or a newer one"
                )
            }
            for (position, migration) in migrations.enumerated().dropFirst(applied.count) {
                try db.execute(sql: migration.statements)
                try db.execute(
                    sql: "INSERT INTO migration (name, position) VALUES (?, ?)",
                    arguments: [migration.name, position]
                )
            }
            return .commit
        }
    }
}
