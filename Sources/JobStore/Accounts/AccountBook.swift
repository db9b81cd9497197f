import GRDB

/// Who there is.
public struct AccountBook: Sendable {
    let database: SQLDatabase
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
            guard try Self.find(name: name, db) == nil else {
                throw StoreError(.nameTaken, "there is an account '\(name)' already")
            }
            try db.run("INSERT INTO account (name, created_at) VALUES (?, ?)", [name, now.milliseconds])
            let id = AccountID(rawValue: db.lastInsertedRowID)
            try db.run("INSERT INTO credit_balance (account_id) VALUES (?)", [id.rawValue])
            return Account(id: id, name: name, created: now)
        }
    }

    public func find(name: String) async throws -> Account? {
        try await database.read { db in try Self.find(name: name, db) }
    }

    public func find(_ id: AccountID) async throws -> Account? {
        try await database.read { db in
            try db.row("SELECT * FROM account WHERE id = ?", [id.rawValue]).map(Account.init(row:))
        }
    }

    /// All accounts, oldest first.
    public func list() async throws -> [Account] {
        try await database.read { db in try db.rows("SELECT * FROM account ORDER BY id").map(Account.init(row:)) }
    }

    private static func find(name: String, _ db: Database) throws -> Account? {
        try db.row("SELECT * FROM account WHERE name = ?", [name]).map(Account.init(row:))
    }
}

extension Account {
    init(row: Row) {
        self.init(
            id: AccountID(rawValue: row["id"]),
            name: row["name"],
            created: Timestamp(milliseconds: row["created_at"])
        )
    }
}
