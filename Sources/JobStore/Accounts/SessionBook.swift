/// Browsers that are signed in. A session is as good as the key that it stands for: it ends when that key is revoked or
/// expires.
public struct SessionBook: Sendable {
    /// How long a browser stays signed in.
    public static let lifetime = Duration.seconds(30 * 24 * 3_600)
    /// How long a one-time link waits for its use.
    public static let linkLifetime = Duration.seconds(24 * 3_600)

    let database: any SQLDatabase
    let clock: WallClock

    /// Signs in with a key's text; nil when the key is not valid.
    public func open(keyText: String) async throws -> Session? {
        let hash = KeyHash(of: keyText)
        let (now, token) = (clock.now, RandomText.hex(bytes: 32))
        return try await database.write { db in
            guard let key = try db.first("SELECT * FROM api_key WHERE hash = ?", [hash.data], APIKey.init(row:))
            else { return nil }
            return try Self.begin(key, token, at: now, db)
        }
    }

    /// Signs in with a one-time link, which is used up; nil when it is unknown, used, too old, or its key is not valid.
    public func open(link: String) async throws -> Session? {
        let hash = KeyHash(of: link)
        let (now, token) = (clock.now, RandomText.hex(bytes: 32))
        return try await database.write { db in
            let link = try db.first(
                "DELETE FROM sign_in_link WHERE hash = ? RETURNING key_id, expires_at",
                [hash.data]
            ) { row in (key: row["key_id"] as Int64, expires: Timestamp(milliseconds: row["expires_at"])) }
            guard let link, link.expires > now,
                let key = try db.first("SELECT * FROM api_key WHERE id = ?", [link.key], APIKey.init(row:))
            else { return nil }
            return try Self.begin(key, token, at: now, db)
        }
    }

    /// The session of a cookie; nil when it is unknown or over, or its key is not valid any more.
    public func find(_ token: String) async throws -> Session? {
        let hash = KeyHash(of: token)
        let now = clock.now
        return try await database.read { db in
            let found = try db.first(
                """
                SELECT api_key.*, session.expires_at AS session_expires_at
                FROM session JOIN api_key ON api_key.id = key_id
                WHERE session.hash = ? AND session.expires_at > ?
                """,
                [hash.data, now.milliseconds]
            ) { row in (key: try APIKey(row: row), expires: Timestamp(milliseconds: row["session_expires_at"])) }
            guard let found, found.key.isValid(at: now) else { return nil }
            return Session(token: token, key: AuthenticatedKey(found.key), expires: found.expires)
        }
    }

    /// Signs out. Nothing happens when nobody is signed in with this token.
    public func close(_ token: String) async throws {
        let hash = KeyHash(of: token)
        try await database.write { db in try db.run("DELETE FROM session WHERE hash = ?", [hash.data]) }
    }

    /// A link that signs one browser in with a key.
    ///
    /// - Throws: ``StoreError`` `unavailable` when the database does not answer.
    public func makeLink(for key: KeyID) async throws -> SignInLink {
        let link = SignInLink(token: RandomText.hex(bytes: 16), expires: clock.now + Self.linkLifetime)
        let hash = KeyHash(of: link.token)
        let now = clock.now
        try await database.write { db in
            try db.run(
                "INSERT INTO sign_in_link (hash, key_id, created_at, expires_at) VALUES (?, ?, ?, ?)",
                [hash.data, key.rawValue, now.milliseconds, link.expires.milliseconds]
            )
        }
        return link
    }

    /// Forgets what is over.
    func sweep() async throws {
        let now = clock.now
        try await database.write { db in
            try db.run("DELETE FROM session WHERE expires_at <= ?", [now.milliseconds])
            try db.run("DELETE FROM sign_in_link WHERE expires_at <= ?", [now.milliseconds])
        }
    }

    private static func begin(_ key: APIKey, _ token: String, at now: Timestamp, _ db: any SQLConnection) throws
        -> Session?
    {
        guard key.isValid(at: now) else { return nil }
        let expires = now + lifetime
        try db.run(
            "INSERT INTO session (hash, key_id, created_at, expires_at) VALUES (?, ?, ?, ?)",
            [KeyHash(of: token).data, key.id.rawValue, now.milliseconds, expires.milliseconds]
        )
        return Session(token: token, key: AuthenticatedKey(key), expires: expires)
    }
}
