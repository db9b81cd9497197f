import Foundation

/// How a job's picture looks by now: a small JPEG, kept only while the job runs.
public struct JobPreview: Sendable, Hashable {
    /// The step after which it looks like this.
    public let step: Int
    public let jpeg: [UInt8]

    public init(step: Int, jpeg: [UInt8]) {
        self.step = step
        self.jpeg = jpeg
    }

    /// Takes the place of the job's earlier one. Its number is the job's count of previews in this attempt.
    func save(for id: JobID, _ db: any SQLConnection) throws {
        try db.run(
            """
            INSERT INTO job_preview (job_id, number, step, jpeg) VALUES (?, 1, ?, ?)
            ON CONFLICT (job_id) DO UPDATE SET number = job_preview.number + 1, step = excluded.step, jpeg = excluded.jpeg
            """,
            [id.rawValue, step, Data(jpeg)]
        )
    }
}

/// Looking at previews. Workers bring them with ``JobLedger/renew(_:for:progress:preview:)``.
public struct JobPreviews: Sendable {
    let database: any SQLDatabase

    /// The job's newest preview and its number; nil when there is none with another number.
    public func newest(of id: JobID, otherThan number: Int64?) async throws -> (number: Int64, preview: JobPreview)? {
        try await database.read { db in
            let sql = "SELECT number, step, jpeg FROM job_preview WHERE job_id = ? AND number IS DISTINCT FROM ?"
            return try db.first(sql, [id.rawValue, number]) { row in
                (row["number"], JobPreview(step: row["step"], jpeg: Array(row["jpeg"] as Data)))
            }
        }
    }
}
