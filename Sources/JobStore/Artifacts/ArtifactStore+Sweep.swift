import Foundation
import GenerationTypes
import ObjectStorage

extension ArtifactStore {
    /// Rows or objects looked at in one transaction, which others wait for.
    private static let batch = 200

    /// Deletes artifacts past their time, bytes without a record, and what interrupted writes left. Says how many.
    func sweep() async throws -> Int {
        var count = 0
        while let swept = try await sweepExpired() { count += swept }
        // Where looking through all keys is costly, not each time.
        let pause = objects.isListingCostly ? settings.orphanSweepInterval : .zero
        return lastOrphanSweep.isOver(pause, at: clock.now) ? try await count + sweepOrphans() : count
    }

    /// Nil when there is nothing left to look at.
    private func sweepExpired() async throws -> Int? {
        let now = clock.now
        let retention = settings.inputRetention
        // Past its time; or condemned so long ago that whoever did it is gone.
        let sql = """
            SELECT key FROM artifact WHERE expires_at BETWEEN 0 AND ? OR expires_at BETWEEN ? AND -1
            ORDER BY expires_at LIMIT \(Self.batch)
            """
        let limits: SQLArguments = [now.milliseconds, -(now - Self.deletionTime).milliseconds]
        guard try await database.read({ db in try db.value(String.self, sql, limits) }) != nil else { return nil }
        let condemned = try await database.write { db in
            let expired = try db.rows(sql + db.dialect.holding, limits) { $0["key"] as String }
            let live = expired.contains(where: Self.isInput) ? try Self.inputsOfLiveJobs(db) : []
            let extended = (now + retention).milliseconds
            for key in expired {
                let moment = live.contains(key) ? extended : -now.milliseconds
                try db.run("UPDATE artifact SET expires_at = ? WHERE key = ?", [moment, key])
            }
            return expired.filter { !live.contains($0) }
        }
        try await deleteCondemned(condemned, since: now)
        return condemned.count
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
        try await ask { try await $0.deleteUnfinished(begunBefore: limit.date) }
        var count = 0
        for kind in ArtifactKind.allCases {
            try await ask { objects in
                try await objects.list(in: kind.rawValue) { portion in
                    let old = portion.filter { $0.written < limit.date }.compactMap { ArtifactKey($0.key) }
                    for start in stride(from: 0, to: old.count, by: Self.batch) {
                        let end = min(start + Self.batch, old.count)
                        count += try await deleteOrphans(among: Array(old[start..<end]), of: kind)
                    }
                }
            }
        }
        return count
    }

    private func deleteOrphans(among keys: [ArtifactKey], of kind: ArtifactKind) async throws -> Int {
        let orphans = try await database.read { db in
            try keys.filter { key in
                try db.value(Int.self, "SELECT 1 FROM artifact WHERE key = ?", [key.rawValue]) == nil
            }
        }
        guard !orphans.isEmpty else { return 0 }
        let now = clock.now
        // A row that is condemned from the beginning: whoever stores the same input meanwhile sees it.
        let condemned = try await database.write { db in
            try orphans.map(\.rawValue).filter { key in
                try db.run(
                    """
                    INSERT INTO artifact (key, kind, byte_count, created_at, expires_at) VALUES (?, ?, 0, ?, ?)
                    ON CONFLICT (key) DO NOTHING
                    """,
                    [key, kind.rawValue, now.milliseconds, -now.milliseconds]
                ) > 0
            }
        }
        try await deleteCondemned(condemned, since: now)
        return condemned.count
    }
}

extension GenerationRequest {
    /// Every image that the request works from.
    var inputs: [ArtifactKey] { [image] + elements.flatMap { [$0.frontal] + $0.references } }
}
