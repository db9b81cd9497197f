import GenerationTypes

extension JobReport {
    /// Reads few columns of the row: clients poll, and a job's texts can be long.
    ///
    /// A record that is over and past its time is not found.
    static func find(_ id: JobID, at now: Timestamp, _ db: any SQLConnection) throws -> JobReport? {
        try db.first(
            """
            SELECT status, not_before, worker, lease_expires_at, failure_code, failure_message, attempt, lease_number,
                cancel_reason, account_id, price, submitted_at, started_at, finished_at, step, steps, step_label,
                inference_milliseconds
            FROM job WHERE id = ? AND (finished_at IS NULL OR record_expires_at > ?)
            """,
            [id.rawValue, now.milliseconds]
        ) { row in
            JobReport(
                id: id,
                account: AccountID(rawValue: row["account_id"]),
                state: try JobState(row: row),
                price: MicroDollars(row["price"]),
                submitted: Timestamp(milliseconds: row["submitted_at"]),
                started: Timestamp(stored: row["started_at"]),
                finished: Timestamp(stored: row["finished_at"]),
                progress: GenerationProgress(row: row),
                inferenceTime: (row["inference_milliseconds"] as Int64?).map(Duration.milliseconds)
            )
        }
    }
}
