public import GenerationTypes
import ObjectStorage

/// Deleting bytes, which may take seconds and fail, without holding a transaction meanwhile.
///
/// 1. The row is condemned: `expires_at` becomes the negated moment. From then on nobody may begin to use the name.
/// 2. The bytes are deleted.
/// 3. The row is deleted, and the name is free.
///
/// A process that ends in between leaves a condemned row, which a sweep condemns again once nothing of the first attempt can
/// still be under way. An input that comes again meanwhile gets another name (``ArtifactStore/put(_:in:fileExtension:account:)``).
extension ArtifactStore {
    /// Longer than a deletion can take, with all its attempts, and a pause of its process beside it.
    static let deletionTime: Duration = .seconds(1_800)

    /// Deletes the bytes and their record; nothing happens when there are none.
    public func delete(_ key: ArtifactKey) async throws {
        let now = clock.now
        let changed = try await database.write { db in
            try db.run(
                "UPDATE artifact SET expires_at = ? WHERE key = ? AND expires_at >= 0",
                [-now.milliseconds, key.rawValue]
            )
        }
        if changed > 0 { try await deleteCondemned([key.rawValue], since: now) }
    }

    /// Steps 2 and 3.
    func deleteCondemned(_ keys: [String], since moment: Timestamp) async throws {
        guard !keys.isEmpty else { return }
        try await ask { try await $0.delete(keys) }
        try await database.write { db in
            for key in keys {
                // Unless a sweep has condemned it again because this took too long.
                try db.run("DELETE FROM artifact WHERE key = ? AND expires_at = ?", [key, -moment.milliseconds])
            }
        }
    }
}
