/// Who there is.
public struct AccountBook: Sendable {
    let database: any SQLDatabase
    let clock: WallClock

    /// Makes an account without credits.
    ///
    /// - Throws: ``StoreError`` `nameTaken`, or `invalid` for a name that is not 1 to 100 characters.
    public func create(name: String) async throws -> Account {
        guard (1...100).contains(name.unicodeScalars.count) else {
            throw StoreError(.invalid, "an account's name has 1 to 100 characters, got \(name.unicodeScalars.count)")
        }
        let now = clock.now
        return try await database.write { db in
            let sql = "INSERT INTO account (name, created_at) VALUES (?, ?) ON CONFLICT (name) DO NOTHING RETURNING id"
            guard let number = try db.value(Int64.self, sql, [name, now.milliseconds]) else {
                throw StoreError(.nameTaken, "there is an account '\(name)' already")
            }
            let id = AccountID(rawValue: number)
            try db.run("INSERT INTO credit_balance (account_id) VALUES (?)", [id.rawValue])
            return Account(id: id, name: name, created: now)
        }
    }

    public func find(name: String) async throws -> Account? {
        try await database.read { db in try Self.find(name: name, db) }
    }

    public func find(_ id: AccountID) async throws -> Account? {
        try await database.read { db in
            try db.first("SELECT * FROM account WHERE id = ?", [id.rawValue], Account.init(row:))
        }
    }

    /// All accounts, oldest first.
    public func list() async throws -> [Account] {
        try await database.read { db in try db.rows("SELECT * FROM account ORDER BY id", [], Account.init(row:)) }
    }

    private static func find(name: String, _ db: any SQLConnection) throws -> Account? {
        try db.first("SELECT * FROM account WHERE name = ?", [name], Account.init(row:))
    }
}

extension Account {
    init(row: any SQLRow) {
        self.init(
            id: AccountID(rawValue: row["id"]),
            name: row["name"],
            created: Timestamp(milliseconds: row["created_at"])
        )
    }
}
