import Foundation

extension IdempotencyKey {
    /// The job that was made under this key and still stands for it.
    ///
    /// - Throws: ``StoreError`` `idempotencyConflict` when that was another request.
    func job(of account: AccountID, at now: Timestamp, _ db: any SQLConnection) throws -> Job? {
        let sql = "SELECT job_id, fingerprint FROM idempotency WHERE account_id = ? AND key = ? AND expires_at > ?"
        let earlier = try db.first(sql, [account.rawValue, text, now.milliseconds]) { row in
            (job: JobID(stored: row["job_id"]), fingerprint: row["fingerprint"] as Data)
        }
        guard let earlier else { return nil }
        guard earlier.fingerprint == Data(fingerprint) else {
            throw StoreError(
                .idempotencyConflict,
                "the idempotency key '\(text)' was used for a different request within the last 24 hours"
            )
        }
        return try Job.find(earlier.job, db)
    }

    /// Replaces a record that has expired; one that has not would have answered before.
    func record(_ job: Job, expires: Timestamp, _ db: any SQLConnection) throws {
        try db.run(
            """
            INSERT INTO idempotency (account_id, key, fingerprint, job_id, expires_at) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (account_id, key) DO UPDATE SET
                fingerprint = excluded.fingerprint, job_id = excluded.job_id, expires_at = excluded.expires_at
            """,
            [job.account.rawValue, text, Data(fingerprint), job.id.rawValue, expires.milliseconds]
        )
    }
}
