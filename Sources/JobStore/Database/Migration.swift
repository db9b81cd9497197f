/// One step of the database's form. A step that was released is never edited: a change is another step, for each database.
struct Migration: Sendable {
    let name: String
    let statements: String

    static let sqlite = [firstSchema, sessions, liveProgress, webhookDispatch, turns, traceContext, claims]
    static let postgres = [postgresFirstSchema, postgresTurns, traceContext, postgresClaims, jobGuard]

    /// Runs what is missing, inside a transaction that keeps other processes from doing the same, and says what that was.
    @discardableResult
    static func apply(_ migrations: [Migration], to db: any SQLConnection) throws -> [String] {
        try db.script(db.dialect.migrationTable)
        let applied = try db.rows("SELECT name FROM migration ORDER BY position") { $0[0] as String }
        let known = migrations.map(\.name)
        guard known.starts(with: applied) else {
            let unknown = applied.filter { !known.contains($0) }.joined(separator: ", ")
            throw StoreError(
                .newerDatabase,
                "the database was written by another version of this program (its steps \(unknown) are unknown here): "
                    + "use that version or a newer one"
            )
        }
        let missing = migrations.enumerated().dropFirst(applied.count)
        for (position, migration) in missing {
            try db.script(migration.statements)
            try db.run("INSERT INTO migration (name, position) VALUES (?, ?)", [migration.name, position])
        }
        return missing.map(\.element.name)
    }
}
