import Foundation
import GRDB

extension IdempotencyKey {
    /// The job that was made under this key and still stands for it.
    ///
    /// - Throws: ``StoreError`` `idempotencyConflict` when that was another request.
    func job(of account: AccountID, at now: Timestamp, _ db: Database) throws -> Job? {
        let sql = "SELECT job_id, fingerprint FROM idempotency WHERE account_id = ? AND key = ? AND expires_at > ?"
        guard let row = try db.row(sql, [account.rawValue, text, now.milliseconds]) else { return nil }
        guard row["fingerprint"] == Data(fingerprint) else {
            throw StoreError(
                .idempotencyConflict,
                "the idempotency key '\(text)' was used for a different request within the last 24 hours"
            )
        }
        return try Job.find(JobID(stored: row["job_id"]), db)
    }

    /// Replaces a record that has expired; one that has not would have answered before.
    func record(_ job: Job, expires: Timestamp, _ db: Database) throws {
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
