import Crypto

/// API keys: made, looked up by their hash, revoked.
public struct KeyRing: Sendable {
    let database: any SQLDatabase
    let clock: WallClock
    private let cache = KeyCache()
    private let uses = KeyUses()

    init(database: any SQLDatabase, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    /// Makes a key. Its text is in the answer and nowhere else: a new `SG_` text, or an existing one of any form to take
    /// over.
    ///
    /// - Throws: ``StoreError`` `notFound` without such an account, `invalid` for a text that is empty or taken, or a priority
    ///   that is not from -100 to 100.
    public func create(
        for account: AccountID,
        name: String,
        scopes: Set<KeyScope> = [.generate, .read],
        rateLimit: RateLimit? = nil,
        priority: Int = 0,
        expires: Timestamp? = nil,
        text: String? = nil
    ) async throws -> IssuedKey {
        let text = text ?? "SG_" + RandomText.hex(bytes: 16)
        guard !text.isEmpty else { throw StoreError(.invalid, "a key's text cannot be empty") }
        guard (-100...100).contains(priority) else {
            throw StoreError(.invalid, "a key's priority is from -100 to 100, got \(priority)")
        }
        let hash = KeyHash(of: text)
        let now = clock.now
        let key = try await database.write { db in
            _ = try CreditLedger.balance(of: account, db)
            let id = try db.value(
                Int64.self,
                """
                INSERT INTO api_key
                    (account_id, hash, name, hint, scopes, requests_per_minute, burst, created_at, expires_at,
                    priority)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING RETURNING id
                """,
                [
                    account.rawValue, hash.data, name, String(text.prefix(7)),
                    scopes.map(\.rawValue).sorted().joined(separator: " "),
                    rateLimit?.requestsPerMinute, rateLimit?.burst, now.milliseconds, expires?.milliseconds,
                    priority,
                ]
            )
            guard let id else { throw StoreError(.invalid, "this key's text is in use already") }
            return APIKey(
                id: KeyID(rawValue: id),
                account: account,
                name: name,
                hint: String(text.prefix(7)),
                scopes: scopes,
                rateLimit: rateLimit,
                priority: priority,
                created: now,
                expires: expires,
                revoked: nil,
                lastUsed: nil
            )
        }
        cache.forget(hash)
        return IssuedKey(text: text, key: key)
    }

    /// Oldest first; of one account, or all.
    public func list(of account: AccountID? = nil) async throws -> [APIKey] {
        try await database.read { db in
            try db.rows(
                "SELECT * FROM api_key WHERE account_id = coalesce(?, account_id) ORDER BY id",
                [account?.rawValue],
                APIKey.init(row:)
            )
        }
    }

    /// The key stops working at once in this process and within a second in others. A second time changes nothing.
    ///
    /// - Throws: ``StoreError`` `notFound`.
    public func revoke(_ id: KeyID) async throws {
        let now = clock.now
        try await database.write { db in
            let count = try db.run(
                "UPDATE api_key SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?",
                [now.milliseconds, id.rawValue]
            )
            guard count == 1 else { throw StoreError(.notFound, "there is no key \(id)") }
        }
        cache.forgetAll()
    }

    /// Whose key it is; nil when it is unknown, revoked or expired. Answers are remembered for a second, refusals too.
    public func authenticate(_ text: String) async throws -> AuthenticatedKey? {
        let hash = KeyHash(of: text)
        let now = clock.now
        let known: KeyCache.Entry
        if let cached = cache.entry(for: hash, at: now) {
            known = cached
        } else {
            let key = try await database.look { db in
                try db.first("SELECT * FROM api_key WHERE hash = ?", [hash.data], APIKey.init(row:))
            }
            known = KeyCache.Entry(key: key, read: now)
            cache.remember(known, for: hash)
        }
        guard let key = known.key, key.isValid(at: now) else { return nil }
        uses.note(key.id, at: now)
        return AuthenticatedKey(key)
    }

    /// Writes down when keys were used last. A service calls this now and then, so that requests need not.
    public func recordUses() async throws {
        let uses = uses.due()
        guard !uses.isEmpty else { return }
        try await database.write { db in
            // In one order everywhere: two servers must not wait for each other.
            for (id, used) in uses.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                try db.run(
                    "UPDATE api_key SET last_used_at = ? WHERE id = ? AND coalesce(last_used_at, 0) < ?",
                    [used.milliseconds, id.rawValue, used.milliseconds]
                )
            }
        }
    }
}

extension APIKey {
    init(row: any SQLRow) throws {
        let requestsPerMinute: Int? = row["requests_per_minute"]
        let burst: Int? = row["burst"]
        let scopes: String = row["scopes"]
        self.init(
            id: KeyID(rawValue: row["id"]),
            account: AccountID(rawValue: row["account_id"]),
            name: row["name"],
            hint: row["hint"],
            scopes: try Set(scopes.split(separator: " ").map { try StoredText.parse(String($0)) }),
            rateLimit: requestsPerMinute.flatMap { rate in
                burst.map { RateLimit(requestsPerMinute: rate, burst: $0) }
            },
            priority: row["priority"],
            created: Timestamp(milliseconds: row["created_at"]),
            expires: Timestamp(stored: row["expires_at"]),
            revoked: Timestamp(stored: row["revoked_at"]),
            lastUsed: Timestamp(stored: row["last_used_at"])
        )
    }

    func isValid(at now: Timestamp) -> Bool {
        revoked == nil && expires.map { now < $0 } ?? true
    }
}

extension AuthenticatedKey {
    init(_ key: APIKey) {
        self.init(
            id: key.id,
            account: key.account,
            name: key.name,
            scopes: key.scopes,
            rateLimit: key.rateLimit,
            priority: key.priority
        )
    }
}
