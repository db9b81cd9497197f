/// Where a store's database is.
public enum DatabaseLocation: Sendable, Hashable {
    /// SQLite, in the data folder: one machine.
    case dataFolder
    /// A PostgreSQL server, `postgres://user@host/name?sslmode=verify-full`: as many machines as are needed. The URL is
    /// libpq's and may hold whatever libpq knows.
    case postgres(String)

    /// A URL of a PostgreSQL server; nil when it is none.
    public init?(url: String) {
        guard ["postgres://", "postgresql://"].contains(where: url.hasPrefix) else { return nil }
        self = .postgres(url)
    }

    func open(_ files: DataFolder) throws -> any SQLDatabase {
        switch self {
        case .dataFolder: try SQLiteDatabase(path: files.database)
        case .postgres(let url): try PostgresDatabase(url: url)
        }
    }
}
