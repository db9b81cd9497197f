import ObjectStorage

/// Copies an installation's artifacts from its data folder into a bucket.
///
/// Keys stay what they are, so nothing in the database changes. What is at the target already in its full size is passed over:
/// a name never gets other bytes. A copy that was interrupted is begun again, and one that was made while servers ran is
/// made a second time after they were stopped.
public struct ArtifactCopy: Sendable {
    public let kind: ArtifactKind
    /// How many there are, and their size.
    public let count: Int
    public let byteCount: Int
    /// How many of them were there already.
    public let passedOver: Int

    private static let atOnce = 8

    /// - Throws: ``StoreError``, `corrupt` when the target lacks something afterwards.
    public static func copy(folder: String, to target: ArtifactLocation) async throws -> [ArtifactCopy] {
        let files = try DataFolder(path: folder)
        do {
            let source = try ArtifactLocation.dataFolder.open(files, logger: .silent)
            let target = try target.open(files, logger: .silent)
            var copies: [ArtifactCopy] = []
            for kind in ArtifactKind.allCases { copies.append(try await copy(kind, from: source, to: target)) }
            return copies
        } catch let error as ObjectStorageError {
            throw StoreError(error)
        }
    }

    private static func copy(
        _ kind: ArtifactKind,
        from source: any ObjectStore,
        to target: any ObjectStore
    ) async throws -> ArtifactCopy {
        let wanted = try await sizes(kind, at: source)
        let there = try await sizes(kind, at: target)
        let lacking = wanted.filter { there[$0.key] != $0.value }.keys.sorted()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, key) in lacking.enumerated() {
                if number >= atOnce { try await group.next() }
                group.addTask { try await target.save(try await source.load(key), as: key) }
            }
            try await group.waitForAll()
        }
        let now = try await sizes(kind, at: target)
        let missing = wanted.filter { now[$0.key] != $0.value }.keys.sorted()
        guard missing.isEmpty else {
            throw StoreError(
                .corrupt,
                "\(target.place) lacks \(missing.count) artifacts after the copy: \(missing.prefix(5).joined(separator: ", "))"
            )
        }
        return ArtifactCopy(
            kind: kind,
            count: wanted.count,
            byteCount: wanted.values.reduce(0, +),
            passedOver: wanted.count - lacking.count
        )
    }

    private static func sizes(_ kind: ArtifactKind, at store: any ObjectStore) async throws -> [String: Int] {
        var sizes: [String: Int] = [:]
        try await store.list(in: kind.rawValue) { portion in
            for object in portion { sizes[object.key] = object.byteCount }
        }
        return sizes
    }
}
