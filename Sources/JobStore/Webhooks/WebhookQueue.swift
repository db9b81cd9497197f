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
    let database: any SQLDatabase
    let clock: WallClock

    /// Takes deliveries that are due, those that wait longest first, for the time of a lease: longer than an attempt can
    /// take.
    ///
    /// Of one account no more than `limitPerAccount` are attempted at a time, by whichever server, so that its dead receiver
    /// keeps nobody else waiting. A delivery whose last attempt of `attempts` died with its server is given up: how that one
    /// went nobody knows, and an event that ends servers must not be tried for ever.
    public func claim(
        limit: Int,
        limitPerAccount: Int,
        lease: Duration,
        attempts: Int
    ) async throws -> (claimed: [ClaimedDelivery], abandoned: [WebhookDelivery]) {
        let now = clock.now
        // Looking costs no write lock.
        guard try await database.read({ db in try Self.due(limit, limitPerAccount, at: now, db).isEmpty }) == false
        else { return ([], []) }
        return try await database.write { db in
            try db.hold(.webhookClaims)
            var round: (claimed: [ClaimedDelivery], abandoned: [WebhookDelivery]) = ([], [])
            for id in try Self.due(limit, limitPerAccount, at: now, db) {
                if let delivery = try Self.giveUp(id, after: attempts, db) {
                    round.abandoned.append(delivery)
                } else if let claimed = try Self.begin(id, at: now, until: now + lease, db) {
                    round.claimed.append(claimed)
                }
            }
            return round
        }
    }

    /// Ends an attempt. Says what becomes of the delivery; nil when its lease was over and somebody else has it by now, or
    /// has given it up. An event that arrived after all is delivered all the same.
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
            let count = try db.run(
                """
                UPDATE webhook_delivery SET status = ?, next_attempt_at = ?, lease_expires_at = NULL
                WHERE id = ? AND attempts = ? AND
                    (status = 'pending' AND lease_expires_at IS NOT NULL OR status = 'abandoned' AND ? = 'delivered')
                """,
                [
                    status.rawValue, (now + (pause ?? .zero)).milliseconds, claimed.delivery.id,
                    claimed.delivery.attempts, status.rawValue,
                ]
            )
            return count == 1 ? status : nil
        }
    }

    // MARK: - Parts

    /// Their ids.
    private static func due(
        _ limit: Int,
        _ limitPerAccount: Int,
        at now: Timestamp,
        _ db: any SQLConnection
    ) throws -> [Int64] {
        try db.rows(
            """
            WITH flying AS (
                SELECT account_id, count(*) AS count FROM webhook_delivery
                WHERE status = 'pending' AND lease_expires_at > ? GROUP BY account_id
            ), due AS (
                SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY next_attempt_at, id)
                    + coalesce((SELECT flying.count FROM flying WHERE flying.account_id = webhook_delivery.account_id), 0) AS place
                FROM webhook_delivery
                WHERE status = 'pending' AND next_attempt_at <= ?
                    AND (lease_expires_at IS NULL OR lease_expires_at <= ?)
            )
            SELECT id FROM due WHERE place <= ? ORDER BY next_attempt_at, id LIMIT ?
            """,
            [now.milliseconds, now.milliseconds, now.milliseconds, limitPerAccount, limit]
        ) { row in row["id"] }
    }

    /// Nil when there are attempts left.
    private static func giveUp(_ id: Int64, after attempts: Int, _ db: any SQLConnection) throws -> WebhookDelivery? {
        try db.first(
            """
            UPDATE webhook_delivery SET status = 'abandoned', lease_expires_at = NULL
            WHERE id = ? AND status = 'pending' AND attempts - attempts_before_redelivery >= ? RETURNING *
            """,
            [id, attempts],
            WebhookDelivery.init(row:)
        )
    }

    /// Nil when its webhook was switched off, or it was delivered, a moment ago.
    private static func begin(
        _ id: Int64,
        at now: Timestamp,
        until end: Timestamp,
        _ db: any SQLConnection
    ) throws -> ClaimedDelivery? {
        let claimed = try db.first(
            """
            UPDATE webhook_delivery SET attempts = attempts + 1, lease_expires_at = ?
            WHERE id = ? AND status = 'pending' AND next_attempt_at <= ?
            RETURNING *
            """,
            [end.milliseconds, id, now.milliseconds]
        ) { row in
            let delivery = try WebhookDelivery(row: row)
            return (delivery, number: delivery.attempts - (row["attempts_before_redelivery"] as Int))
        }
        guard let (delivery, number) = claimed else { return nil }
        let attempt = try db.value(
            Int64.self,
            """
            INSERT INTO webhook_attempt (delivery_id, attempted_at, error, duration_milliseconds)
            VALUES (?, ?, 'the attempt has not ended', 0) RETURNING id
            """,
            [id, now.milliseconds]
        )
        guard let attempt else { throw StoreError(.corrupt, "the attempt to deliver \(id) has no number") }
        let owner = delivery.webhook.map { WebhookSecrets.Owner.webhook($0) } ?? .requests
        return ClaimedDelivery(
            delivery: delivery,
            attempt: attempt,
            number: number,
            account: delivery.account,
            secrets: try WebhookSecrets.find(owner, of: delivery.account, at: now, db)
        )
    }

    private static func log(_ attempt: Int64, _ outcome: WebhookOutcome, _ duration: Duration, _ db: any SQLConnection)
        throws
    {
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
