import GRDB

/// A delivery that a dispatcher may attempt now, and nobody else.
public struct ClaimedDelivery: Sendable, Hashable {
    public let delivery: WebhookDelivery
    /// The line of the dispatch log that is written for this attempt.
    public let attempt: Int64
    /// Attempts since the event, or since somebody asked for it again; this one is counted.
    public let number: Int
    public let account: AccountID
    /// What to sign with: the newest first.
    public let secrets: [String]
}

/// How an attempt to deliver went.
public enum WebhookOutcome: Sendable, Hashable {
    /// The receiver answered with this status; it has the event if that is a 2xx.
    case answered(status: Int)
    /// There was no answer; why, for the log.
    case failed(String)

    var hasArrived: Bool {
        if case .answered(200..<300) = self { true } else { false }
    }
}

/// What is still to be delivered. An attempt is counted and logged when it begins: one that dies with its server is not
/// forgotten, and the delivery is free again when its lease is over.
public struct WebhookQueue: Sendable {
    let database: SQLDatabase
    let clock: WallClock

    /// Takes deliveries that are due, those that wait longest first, for the time of a lease: longer than an attempt can
    /// take.
    ///
    /// Of one account no more than `limitPerAccount` are attempted at a time, by whichever server, so that its dead receiver
    /// keeps nobody else waiting.
    public func claim(limit: Int, limitPerAccount: Int, lease: Duration) async throws -> [ClaimedDelivery] {
        let now = clock.now
        // Looking costs no write lock.
        guard try await database.read({ db in try Self.due(limit, limitPerAccount, at: now, db).isEmpty }) == false
        else { return [] }
        return try await database.write { db in
            try Self.due(limit, limitPerAccount, at: now, db).map { row in
                try Self.begin(row, at: now, until: now + lease, db)
            }
        }
    }

    /// Ends an attempt. Says what becomes of the delivery; nil when its lease was over and somebody else has it by now.
    public func end(
        _ claimed: ClaimedDelivery,
        _ outcome: WebhookOutcome,
        took duration: Duration,
        schedule: WebhookSchedule,
        chance: Double
    ) async throws -> WebhookDelivery.Status? {
        let now = clock.now
        return try await database.write { db in
            try Self.log(claimed.attempt, outcome, duration, db)
            let pause = schedule.pause(afterAttempt: claimed.number, chance: chance)
            let status: WebhookDelivery.Status =
                outcome.hasArrived ? .delivered : pause == nil ? .abandoned : .pending
            try db.run(
                """
                UPDATE webhook_delivery SET status = ?, next_attempt_at = ?, lease_expires_at = NULL
                WHERE id = ? AND attempts = ? AND status = 'pending'
                """,
                [
                    status.rawValue, (now + (pause ?? .zero)).milliseconds, claimed.delivery.id,
                    claimed.delivery.attempts,
                ]
            )
            return db.changesCount == 1 ? status : nil
        }
    }

    // MARK: - Parts

    private static func due(
        _ limit: Int,
        _ limitPerAccount: Int,
        at now: Timestamp,
        _ db: Database
    ) throws -> [Row] {
        try db.rows(
            """
            WITH flying AS (
                SELECT account_id, count(*) AS count FROM webhook_delivery
                WHERE status = 'pending' AND lease_expires_at > ? GROUP BY account_id
            ), due AS (
                SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY next_attempt_at, id)
                    + coalesce((SELECT count FROM flying WHERE flying.account_id = webhook_delivery.account_id), 0) AS place
                FROM webhook_delivery
                WHERE status = 'pending' AND next_attempt_at <= ?
                    AND (lease_expires_at IS NULL OR lease_expires_at <= ?)
            )
            SELECT * FROM due WHERE place <= ? ORDER BY next_attempt_at, id LIMIT ?
            """,
            [now.milliseconds, now.milliseconds, now.milliseconds, limitPerAccount, limit]
        )
    }

    private static func begin(
        _ row: Row,
        at now: Timestamp,
        until end: Timestamp,
        _ db: Database
    ) throws -> ClaimedDelivery {
        let waiting = try WebhookDelivery(row: row)
        let account = AccountID(rawValue: row["account_id"])
        try db.run(
            "UPDATE webhook_delivery SET attempts = attempts + 1, lease_expires_at = ? WHERE id = ?",
            [end.milliseconds, waiting.id]
        )
        try db.run(
            """
            INSERT INTO webhook_attempt (delivery_id, attempted_at, error, duration_milliseconds)
            VALUES (?, ?, 'the attempt has not ended', 0)
            """,
            [waiting.id, now.milliseconds]
        )
        let attempt = db.lastInsertedRowID
        guard let claimed = try db.row("SELECT * FROM webhook_delivery WHERE id = ?", [waiting.id]) else {
            throw StoreError(.corrupt, "the delivery \(waiting.id) is gone")
        }
        let delivery = try WebhookDelivery(row: claimed)
        let owner = delivery.webhook.map { WebhookSecrets.Owner.webhook($0) } ?? .requests
        return ClaimedDelivery(
            delivery: delivery,
            attempt: attempt,
            number: delivery.attempts - (claimed["attempts_before_redelivery"] as Int),
            account: account,
            secrets: try WebhookSecrets.find(owner, of: account, at: now, db)
        )
    }

    private static func log(_ attempt: Int64, _ outcome: WebhookOutcome, _ duration: Duration, _ db: Database) throws {
        let status: Int?
        let error: String?
        switch outcome {
        case .answered(let code): (status, error) = (code, outcome.hasArrived ? nil : "the receiver answered \(code)")
        case .failed(let reason): (status, error) = (nil, reason)
        }
        try db.run(
            "UPDATE webhook_attempt SET response_status = ?, error = ?, duration_milliseconds = ? WHERE id = ?",
            [status, error, duration.wholeMilliseconds, attempt]
        )
    }
}
