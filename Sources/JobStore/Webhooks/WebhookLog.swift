/// What was delivered, what is still to be, and each attempt.
public struct WebhookLog: Sendable {
    let database: any SQLDatabase
    let clock: WallClock

    /// The newest attempts to deliver to a webhook.
    ///
    /// - Throws: ``StoreError`` `notFound` unless the webhook is the account's.
    public func attempts(of id: WebhookID, of account: AccountID, limit: Int = 100) async throws -> [WebhookAttempt] {
        try await database.read { db in
            _ = try WebhookRegistry.find(id, of: account, db)
            return try Self.attempts("webhook_id = ?", [id.rawValue, limit], db)
        }
    }

    /// The newest attempts to deliver the news of a job, to webhooks and to its own address.
    public func attempts(of job: JobID, of account: AccountID, limit: Int = 100) async throws -> [WebhookAttempt] {
        try await database.read { db in
            try Self.attempts("job_id = ? AND account_id = ?", [job.rawValue, account.rawValue, limit], db)
        }
    }

    private static func attempts(
        _ condition: String,
        _ arguments: SQLArguments,
        _ db: any SQLConnection
    ) throws -> [WebhookAttempt] {
        try db.rows(
            """
            SELECT webhook_attempt.*, job_id, url, event_type
            FROM webhook_attempt JOIN webhook_delivery ON webhook_delivery.id = delivery_id
            WHERE \(condition) ORDER BY webhook_attempt.id DESC LIMIT ?
            """,
            arguments,
            WebhookAttempt.init(row:)
        )
    }

    /// What was, or is still to be, delivered, newest first: in one status or in any, of one account or, for operators,
    /// of all.
    public func deliveries(
        of account: AccountID?,
        status: WebhookDelivery.Status? = nil,
        limit: Int = 100
    ) async throws -> [WebhookDelivery] {
        try await database.read { db in
            try db.rows(
                """
                SELECT * FROM webhook_delivery
                WHERE account_id = coalesce(?, account_id) AND status = coalesce(?, status) ORDER BY id DESC LIMIT ?
                """,
                [account?.rawValue, status?.rawValue, limit],
                WebhookDelivery.init(row:)
            )
        }
    }

    /// Delivers an event again, or once more after it was given up, with a whole series of attempts and to the address that
    /// its webhook has now. One that waits for its next attempt is attempted at once. Operators name no account.
    ///
    /// - Throws: ``StoreError`` `notFound` unless the delivery is the account's, `invalid` while it is being attempted.
    public func redeliver(_ id: Int64, of account: AccountID?) async throws -> WebhookDelivery {
        let now = clock.now
        return try await database.write { db in
            let sql = "SELECT * FROM webhook_delivery WHERE id = ? AND account_id = coalesce(?, account_id)"
            let found = try db.first(sql + db.dialect.holding, [id, account?.rawValue]) { row in
                (delivery: try WebhookDelivery(row: row), leaseExpires: Timestamp(stored: row["lease_expires_at"]))
            }
            guard let found else { throw StoreError(.notFound, "there is no delivery \(id)") }
            if found.delivery.status == .pending, let leaseExpires = found.leaseExpires, leaseExpires > now {
                throw StoreError(.invalid, "the delivery \(id) is being attempted now")
            }
            let changed = try db.first(
                """
                UPDATE webhook_delivery SET status = 'pending', next_attempt_at = ?, lease_expires_at = NULL,
                    attempts_before_redelivery = attempts,
                    url = coalesce((SELECT url FROM webhook WHERE webhook.id = webhook_id), url)
                WHERE id = ? RETURNING *
                """,
                [now.milliseconds, id],
                WebhookDelivery.init(row:)
            )
            guard let changed else { throw StoreError(.corrupt, "the delivery \(id) is gone") }
            return changed
        }
    }
}

extension WebhookDelivery {
    init(row: any SQLRow) throws {
        self.init(
            id: row["id"],
            account: AccountID(rawValue: row["account_id"]),
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
    init(row: any SQLRow) {
        self.init(
            id: row["id"],
            delivery: row["delivery_id"],
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
