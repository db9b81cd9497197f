extension Job {
    static func note(traceparent: String, of id: JobID, _ db: any SQLConnection) throws {
        try db.run("UPDATE job SET traceparent = ? WHERE id = ?", [traceparent, id.rawValue])
    }
}

extension JobLedger {
    /// What a worker's spans of the job belong to; nil where accepting it was not traced.
    public func traceparent(of id: JobID) async throws -> String? {
        try await database.look { db in
            try db.value(String.self, "SELECT traceparent FROM job WHERE id = ?", [id.rawValue])
        }
    }
}
