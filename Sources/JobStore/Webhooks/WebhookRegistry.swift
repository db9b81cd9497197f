/// Whom accounts want told. What was told, and is to be told, is in the ``WebhookLog``.
public struct WebhookRegistry: Sendable {
    let database: any SQLDatabase
    let clock: WallClock

    /// Oldest first, inactive ones too.
    public func list(of account: AccountID) async throws -> [Webhook] {
        try await database.read { db in
            try db.rows(
                "SELECT * FROM webhook WHERE account_id = ? ORDER BY created_at, id",
                [account.rawValue],
                Webhook.init(row:)
            )
        }
    }

    /// The webhook is active from now on.
    public func add(to account: AccountID, url: String, eventTypes: [String]) async throws -> Webhook {
        let webhook = Webhook(
            id: WebhookID(rawValue: JobID.random(at: clock.now).rawValue),
            account: account,
            url: url,
            eventTypes: eventTypes,
            secret: WebhookSecrets.random(),
            isActive: true,
            created: clock.now
        )
        let types = try JSONColumn.encode(eventTypes)
        try await database.write { db in
            try db.run(
                """
                INSERT INTO webhook (id, account_id, url, event_types, secret, is_active, created_at)
                VALUES (?, ?, ?, ?, ?, 1, ?)
                """,
                [
                    webhook.id.rawValue, account.rawValue, url, types, webhook.secret, webhook.created.milliseconds,
                ]
            )
        }
        return webhook
    }

    /// What is still to be delivered goes to the new address, too.
    ///
    /// - Throws: ``StoreError`` `notFound` unless the webhook is the account's.
    public func update(
        _ id: WebhookID,
        of account: AccountID,
        url: String,
        eventTypes: [String]
    ) async throws -> Webhook {
        let types = try JSONColumn.encode(eventTypes)
        return try await database.write { db in
            try db.run(
                "UPDATE webhook SET url = ?, event_types = ? WHERE id = ? AND account_id = ?",
                [url, types, id.rawValue, account.rawValue]
            )
            try db.run(
                "UPDATE webhook_delivery SET url = ? WHERE webhook_id = ? AND account_id = ? AND status = 'pending'",
                [url, id.rawValue, account.rawValue]
            )
            return try Self.find(id, of: account, db)
        }
    }

    /// What is still to be delivered to a webhook that becomes inactive is given up.
    ///
    /// - Throws: ``StoreError`` `notFound` unless the webhook is the account's.
    public func setActive(_ isActive: Bool, _ id: WebhookID, of account: AccountID) async throws -> Webhook {
        try await database.write { db in
            try db.run(
                "UPDATE webhook SET is_active = ? WHERE id = ? AND account_id = ?",
                [isActive ? 1 : 0, id.rawValue, account.rawValue]
            )
            if !isActive {
                try db.run(
                    """
                    UPDATE webhook_delivery SET status = 'abandoned'
                    WHERE webhook_id = ? AND account_id = ? AND status = 'pending'
                    """,
                    [id.rawValue, account.rawValue]
                )
            }
            return try Self.find(id, of: account, db)
        }
    }

    static func find(_ id: WebhookID, of account: AccountID, _ db: any SQLConnection) throws -> Webhook {
        let sql = "SELECT * FROM webhook WHERE id = ? AND account_id = ?"
        guard let webhook = try db.first(sql, [id.rawValue, account.rawValue], Webhook.init(row:)) else {
            throw StoreError(.notFound, "there is no webhook \(id)")
        }
        return webhook
    }
}

extension Webhook {
    init(row: any SQLRow) throws {
        self.init(
            id: WebhookID(rawValue: row["id"]),
            account: AccountID(rawValue: row["account_id"]),
            url: row["url"],
            eventTypes: try JSONColumn.decode([String].self, from: row["event_types"]),
            secret: row["secret"],
            isActive: row["is_active"] != (0 as Int64),
            created: Timestamp(milliseconds: row["created_at"])
        )
    }
}
