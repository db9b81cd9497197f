/// A delivery that has not arrived yet although it was tried, with what went wrong last.
public struct WebhookFailure: Sendable, Hashable {
    public let delivery: WebhookDelivery
    /// Nil when no response came.
    public let lastStatus: Int?
    public let lastError: String?
    public let lastAttempt: Timestamp
}

extension WebhookLog {
    /// Deliveries that failed at least once and have not arrived, newest first: of one account, or of all when none is
    /// named.
    public func failures(of account: AccountID? = nil, limit: Int = 100) async throws -> [WebhookFailure] {
        try await database.read { db in
            try db.rows(
                """
                SELECT webhook_delivery.*, attempted_at, response_status, error
                FROM webhook_delivery JOIN webhook_attempt ON webhook_attempt.id =
                    (SELECT max(id) FROM webhook_attempt WHERE delivery_id = webhook_delivery.id)
                WHERE status <> 'delivered' AND account_id = coalesce(?, account_id)
                ORDER BY webhook_delivery.id DESC LIMIT ?
                """,
                [account?.rawValue, limit]
            ) { row in
                WebhookFailure(
                    delivery: try WebhookDelivery(row: row),
                    lastStatus: row["response_status"],
                    lastError: row["error"],
                    lastAttempt: Timestamp(milliseconds: row["attempted_at"])
                )
            }
        }
    }
}
