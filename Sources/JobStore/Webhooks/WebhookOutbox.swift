/// The news of a job's end, written in the transaction that ends it: it cannot be lost, nor told of what did not happen.
///
/// A webhook that names some of our events hears of these only; one that names none of them, of all.
enum WebhookOutbox {
    static func announce(_ job: Job, _ status: JobStatus, at now: Timestamp, _ db: any SQLConnection) throws {
        let event = "request.\(status.rawValue)"
        let types = db.dialect.textsOfArray("event_types")
        try db.run(
            """
            INSERT INTO webhook_delivery
                (account_id, webhook_id, job_id, url, event_type, status, next_attempt_at, created_at)
            SELECT account_id, id, ?, url, ?, 'pending', ?, ? FROM webhook
            WHERE account_id = ? AND is_active = 1 AND (
                EXISTS (SELECT 1 FROM \(types) AS types WHERE value = ?)
                OR NOT EXISTS (SELECT 1 FROM \(types) AS types WHERE value LIKE 'request.%'))
            """,
            [job.id.rawValue, event, now.milliseconds, now.milliseconds, job.account.rawValue, event]
        )
        guard let url = job.webhookURL else { return }
        try db.run(
            """
            INSERT INTO webhook_delivery (account_id, job_id, url, event_type, status, next_attempt_at, created_at)
            VALUES (?, ?, ?, ?, 'pending', ?, ?)
            """,
            [job.account.rawValue, job.id.rawValue, url, event, now.milliseconds, now.milliseconds]
        )
    }
}
