extension Store {
    /// Brings a database up to date and says which steps it lacked: what opening does as well, for operators who want to do
    /// it at a time of their own, or with a role that may change tables.
    ///
    /// - Throws: ``StoreError`` as for opening.
    public static func migrate(folder: String, database location: DatabaseLocation = .dataFolder) throws -> [String] {
        let files = try DataFolder(path: folder)
        switch location {
        case .dataFolder: return try SQLiteDatabase(path: files.database).migrated
        case .postgres(let url): return try PostgresDatabase.migrate(url: url, limits: PostgresLimits())
        }
    }
}
