import Crypto
import Foundation
import GRDB

/// Whom accounts want told, and the log of what was told.
public struct WebhookRegistry: Sendable {
    let database: SQLDatabase
    let clock: WallClock

    /// Oldest first, inactive ones too.
    public func list(of account: AccountID) async throws -> [Webhook] {
        try await database.read { db in
            try db.rows("SELECT * FROM webhook WHERE account_id = ? ORDER BY created_at, id", [account.rawValue])
                .map(Webhook.init(row:))
        }
    }

    /// The webhook is active from now on.
    public func add(to account: AccountID, url: String, eventTypes: [String]) async throws -> Webhook {
        let webhook = Webhook(
            id: WebhookID(rawValue: JobID.random(at: clock.now).rawValue),
            account: account,
            url: url,
            eventTypes: eventTypes,
            secret: "whsec_" + SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() },
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
            return try Self.find(id, of: account, db)
        }
    }

    /// - Throws: ``StoreError`` `notFound` unless the webhook is the account's.
    public func setActive(_ isActive: Bool, _ id: WebhookID, of account: AccountID) async throws -> Webhook {
        try await database.write { db in
            try db.run(
                "UPDATE webhook SET is_active = ? WHERE id = ? AND account_id = ?",
                [isActive ? 1 : 0, id.rawValue, account.rawValue]
            )
            return try Self.find(id, of: account, db)
        }
    }

    /// The newest attempts to deliver.
    ///
    /// - Throws: ``StoreError`` `notFound` unless the webhook is the account's.
    public func attempts(of id: WebhookID, of account: AccountID, limit: Int = 100) async throws -> [WebhookAttempt] {
        try await database.read { db in
            _ = try Self.find(id, of: account, db)
            return try db.rows(
                """
                SELECT webhook_attempt.*, job_id, url, event_type
                FROM webhook_attempt JOIN webhook_delivery ON webhook_delivery.id = delivery_id
                WHERE webhook_id = ? ORDER BY webhook_attempt.id DESC LIMIT ?
                """,
                [id.rawValue, limit]
            ).map(WebhookAttempt.init(row:))
        }
    }

    /// What was, or is still to be, delivered: newest first.
    public func deliveries(of account: AccountID, limit: Int = 100) async throws -> [WebhookDelivery] {
        try await database.read { db in
            try db.rows(
                "SELECT * FROM webhook_delivery WHERE account_id = ? ORDER BY id DESC LIMIT ?",
                [account.rawValue, limit]
            ).map(WebhookDelivery.init(row:))
        }
    }

    private static func find(_ id: WebhookID, of account: AccountID, _ db: Database) throws -> Webhook {
        let sql = "SELECT * FROM webhook WHERE id = ? AND account_id = ?"
        guard let row = try db.row(sql, [id.rawValue, account.rawValue]) else {
            throw StoreError(.notFound, "there is no webhook \(id)")
        }
        return try Webhook(row: row)
    }
}

extension Webhook {
    init(row: Row) throws {
        self.init(
            id: WebhookID(rawValue: row["id"]),
            account: AccountID(rawValue: row["account_id"]),
            url: row["url"],
            eventTypes: try JSONColumn.decode([String].self, from: row["event_types"]),
            secret: row["secret"],
            isActive: row["is_active"],
            created: Timestamp(milliseconds: row["created_at"])
        )
    }
}

extension WebhookDelivery {
    init(row: Row) throws {
        self.init(
            id: row["id"],
            webhook: (row["webhook_id"] as String?).map(WebhookID.init(rawValue:)),
            job: JobID(stored: row["job_id"]),
            url: row["url"],
            eventType: row["event_type"],
            status: try StoredText.parse(row["status"]),
            attempts: row["attempts"],
            nextAttempt: Timestamp(milliseconds: row["next_attempt_at"]),
            created: Timestamp(milliseconds: row["created_at"])
        )
    }
}

extension WebhookAttempt {
    init(row: Row) {
        self.init(
            id: row["id"],
            job: JobID(stored: row["job_id"]),
            url: row["url"],
            eventType: row["event_type"],
            attempted: Timestamp(milliseconds: row["attempted_at"]),
            responseStatus: row["response_status"],
            error: row["error"],
            duration: .milliseconds(row["duration_milliseconds"] as Int64)
        )
    }
}
