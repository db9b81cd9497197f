import GenerationTypes

extension ArtifactStore {
    /// Rows or files looked at in one transaction, which others wait for.
    private static let batch = 200

    /// Deletes artifacts past their time, files without a record, and what interrupted writes left. Says how many.
    ///
    /// A file is deleted inside the transaction that deletes its row, or finds none: whoever stores the same input again
    /// either records it before, and then it is not deleted, or looks for the file afterwards and writes it again.
    func sweep() async throws -> Int {
        var count = 0
        while let swept = try await sweepExpired(), swept > 0 { count += swept }
        return try await count + sweepOrphans()
    }

    /// Nil when there is nothing left to look at.
    private func sweepExpired() async throws -> Int? {
        let now = clock.now
        let retention = settings.inputRetention
        let sql = "SELECT key FROM artifact WHERE expires_at <= ? ORDER BY expires_at LIMIT \(Self.batch)"
        guard try await database.read({ db in try db.value(String.self, sql, [now.milliseconds]) }) != nil else {
            return nil
        }
        return try await database.write { [files] db in
            let expired = try db.rows(sql + db.dialect.holding, [now.milliseconds]) { $0["key"] as String }
            let live = expired.contains(where: Self.isInput) ? try Self.inputsOfLiveJobs(db) : []
            for key in expired {
                if live.contains(key) {
                    let extended = (now + retention).milliseconds
                    try db.run("UPDATE artifact SET expires_at = ? WHERE key = ?", [extended, key])
                } else {
                    try db.run("DELETE FROM artifact WHERE key = ?", [key])
                    ArtifactKey(key).map(files.delete)
                }
            }
            return expired.count
        }
    }

    private static func isInput(_ key: String) -> Bool { key.hasPrefix("\(ArtifactKind.inputs.rawValue)/") }

    private static func inputsOfLiveJobs(_ db: any SQLConnection) throws -> Set<String> {
        let inputs = try db.rows("SELECT request FROM job WHERE status IN ('queued', 'processing')") { row in
            try JSONColumn.decode(GenerationRequest.self, from: row["request"]).inputs
        }
        return Set(inputs.joined().map(\.rawValue))
    }

    private func sweepOrphans() async throws -> Int {
        let limit = clock.now - settings.orphanAge
        let old = try await disk.run { [files] in
            files.deleteTemporaries(writtenBefore: limit)
            return ArtifactKind.allCases.flatMap { files.keys(of: $0, writtenBefore: limit) }
        }
        var count = 0
        for start in stride(from: 0, to: old.count, by: Self.batch) {
            let batch = old[start..<min(start + Self.batch, old.count)]
            let orphans = try await database.read { db in try batch.filter { try Self.isOrphan($0, db) } }
            guard !orphans.isEmpty else { continue }
            count += try await database.write { [files] db in
                try db.hold(.artifactRecords)
                let orphans = try orphans.filter { try Self.isOrphan($0, db) }
                orphans.forEach(files.delete)
                return orphans.count
            }
        }
        return count
    }

    private static func isOrphan(_ key: ArtifactKey, _ db: any SQLConnection) throws -> Bool {
        try db.value(Int.self, "SELECT 1 FROM artifact WHERE key = ?", [key.rawValue]) == nil
    }
}

extension GenerationRequest {
    /// Every image that the request works from.
    var inputs: [ArtifactKey] { [image] + elements.flatMap { [$0.frontal] + $0.references } }
}
