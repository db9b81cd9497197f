import Crypto
public import GenerationTypes
import ObjectStorage

/// Bytes under keys: an object in the data folder or in a bucket, and a row that says how long it is kept.
///
/// The row comes first and goes last: bytes always belong to a row, but for what a restored backup or somebody else left.
/// Deleting is in `ArtifactStore+Deletion.swift`.
public struct ArtifactStore: Sendable {
    let objects: any ObjectStore
    let database: any SQLDatabase
    let settings: StoreSettings
    let clock: WallClock
    let lastOrphanSweep = LastTime()
    private let arithmetic: any WorkQueue
    let traffic = ArtifactTraffic()

    init(
        objects: any ObjectStore,
        arithmetic: any WorkQueue = BlockingWork(),
        database: any SQLDatabase,
        settings: StoreSettings,
        clock: WallClock
    ) {
        self.objects = objects
        self.arithmetic = arithmetic
        self.database = database
        self.settings = settings
        self.clock = clock
    }

    /// Where the bytes are, for people.
    public var place: String { objects.place }

    /// How much of an artifact is worth one read.
    public var pieceSize: Int { objects.pieceSize }

    /// Whether the place of the bytes can be used.
    ///
    /// - Parameter writing: whether to store, read and delete something, too.
    /// - Throws: ``StoreError`` that says what to do.
    public func checkPlace(writing: Bool) async throws { try await ask { try await $0.check(writing: writing) } }

    /// Stores bytes; when this returns they are durable. Inputs are named by their content: storing the same ones again
    /// only keeps them longer. Assets and files get a name that cannot be guessed. The extension is lower-case and without
    /// a dot: `png`, `jpg`. Inputs belong to no account.
    public func put(
        _ bytes: [UInt8],
        in kind: ArtifactKind,
        fileExtension: String,
        account: AccountID? = nil
    ) async throws -> ArtifactKey {
        guard kind == .inputs else {
            let key = try await reserveFile(
                byteCount: bytes.count,
                in: kind,
                fileExtension: fileExtension,
                account: account
            )
            try await write(bytes, to: key)
            return key
        }
        let hash = try await arithmetic.run { RandomText.hex(SHA256.hash(data: bytes)) }
        var key = try Self.key(hash, in: kind, fileExtension)
        if try await !record(key, kind, nil, byteCount: bytes.count) {
            // These bytes are being deleted just now, and a request to do so may still be under way: another name is safe.
            key = try Self.key(RandomText.hex(bytes: 32), in: kind, fileExtension)
            _ = try await record(key, kind, nil, byteCount: bytes.count)
        }
        // From the record on, no sweep deletes them.
        try await ask { [key] objects in
            guard try await objects.size(of: key.rawValue) != bytes.count else { return }
            try await objects.save(bytes, as: key.rawValue)
        }
        traffic.stored(kind, byteCount: bytes.count)
        return key
    }

    /// A name for bytes that ``write(_:to:)`` brings: apart, for whoever tries that again until it goes well. Inputs have none
    /// of this kind, since they are named by their content.
    public func reserveFile(
        byteCount: Int,
        in kind: ArtifactKind,
        fileExtension: String,
        account: AccountID?
    ) async throws -> ArtifactKey {
        precondition(kind != .inputs, "inputs are named by their content")
        let key = try Self.key(RandomText.hex(bytes: 16), in: kind, fileExtension)
        // Nobody else has this name.
        _ = try await record(key, kind, account, byteCount: byteCount)
        return key
    }

    /// Stores the bytes of a name that ``reserveFile(byteCount:in:fileExtension:account:)`` gave; may be done again.
    public func write(_ bytes: [UInt8], to key: ArtifactKey) async throws {
        try await ask { try await $0.save(bytes, as: key.rawValue) }
        if let kind = ArtifactKind(of: key) { traffic.stored(kind, byteCount: bytes.count) }
    }

    /// - Throws: ``StoreError`` `notFound`.
    public func read(_ key: ArtifactKey) async throws -> [UInt8] {
        let bytes = try await ask { try await $0.load(key.rawValue) }
        traffic.read(ArtifactKind(of: key), byteCount: bytes.count)
        return bytes
    }

    /// Some of the bytes, fewer where they end: for sending a large file without holding it in memory.
    ///
    /// - Throws: ``StoreError`` `notFound`.
    public func read(_ key: ArtifactKey, _ range: Range<Int>) async throws -> [UInt8] {
        let bytes = try await ask { try await $0.load(key.rawValue, range) }
        traffic.read(ArtifactKind(of: key), byteCount: bytes.count)
        return bytes
    }

    /// What is known about it; nil when it is unknown or has expired.
    public func record(_ key: ArtifactKey) async throws -> ArtifactRecord? {
        let now = clock.now
        return try await database.look { db in
            try db.first(
                "SELECT * FROM artifact WHERE key = ? AND expires_at > ?",
                [key.rawValue, now.milliseconds],
                ArtifactRecord.init(row:)
            )
        }
    }

    /// Whether it has a record and has not expired.
    public func isKept(_ key: ArtifactKey) async throws -> Bool {
        let now = clock.now
        return try await database.look { db in
            let sql = "SELECT 1 FROM artifact WHERE key = ? AND expires_at > ?"
            return try db.value(Int64.self, sql, [key.rawValue, now.milliseconds]) != nil
        }
    }

    private func isKept(_ key: ArtifactKey, until moment: Timestamp) async throws -> Bool {
        try await database.look { db in
            let sql = "SELECT 1 FROM artifact WHERE key = ? AND expires_at >= ?"
            return try db.value(Int.self, sql, [key.rawValue, moment.milliseconds]) != nil
        }
    }

    /// Whether the bytes are there.
    public func exists(_ key: ArtifactKey) async throws -> Bool {
        try await ask { try await $0.size(of: key.rawValue) != nil }
    }

    /// Those whose bytes are not there.
    func missing(_ keys: [ArtifactKey]) async throws -> [ArtifactKey] {
        // From some number on, lists take fewer requests than questions.
        if objects.isListingCostly, keys.count > 200 {
            var there: Set<String> = []
            for folder in Set(keys.map(\.folder)) {
                try await ask { objects in
                    try await objects.list(in: folder) { there.formUnion($0.map(\.key)) }
                }
            }
            return keys.filter { !there.contains($0.rawValue) }
        }
        var missing: [ArtifactKey] = []
        for key in keys where try await !exists(key) { missing.append(key) }
        return missing
    }

    /// Does something with the objects; what they throw becomes the store's.
    func ask<Value>(_ work: (any ObjectStore) async throws -> Value) async throws -> Value {
        do {
            return try await work(objects)
        } catch let error as ObjectStorageError {
            throw StoreError(error)
        }
    }

    private static func key(_ name: String, in kind: ArtifactKind, _ fileExtension: String) throws -> ArtifactKey {
        let isExtension = !fileExtension.isEmpty && !fileExtension.contains { "./".contains($0) }
        guard isExtension, let key = ArtifactKey("\(kind.rawValue)/\(name).\(fileExtension)") else {
            throw StoreError(.invalid, "'\(fileExtension)' cannot be a file's extension")
        }
        return key
    }

    /// False when it is being deleted.
    private func record(
        _ key: ArtifactKey,
        _ kind: ArtifactKind,
        _ account: AccountID?,
        byteCount: Int
    ) async throws -> Bool {
        let now = clock.now
        let expires = now + settings.retention(of: kind)
        // An input that was used within the last hour is not worth a write.
        let fresh = expires - min(.seconds(3_600), settings.retention(of: kind) / 2)
        if kind == .inputs, try await isKept(key, until: fresh) { return true }
        return try await database.write { db in
            let changed = try db.run(
                """
                INSERT INTO artifact (key, kind, account_id, byte_count, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at
                    WHERE artifact.expires_at < excluded.expires_at AND artifact.expires_at >= 0
                """,
                [
                    key.rawValue, kind.rawValue, account?.rawValue, byteCount, now.milliseconds, expires.milliseconds,
                ]
            )
            if changed > 0 { return true }
            // Somebody else has extended it further, or is deleting it.
            let sql = "SELECT 1 FROM artifact WHERE key = ? AND expires_at >= 0"
            return try db.value(Int.self, sql, [key.rawValue]) != nil
        }
    }
}

extension ArtifactKey {
    /// What stands before the first `/`.
    fileprivate var folder: String { String(rawValue.prefix { $0 != "/" }) }
}

extension StoreSettings {
    func retention(of kind: ArtifactKind) -> Duration {
        switch kind {
        case .inputs: inputRetention
        case .assets: assetRetention
        case .files: outputRetention
        }
    }
}

extension ArtifactRecord {
    init(row: any SQLRow) throws {
        let text: String = row["key"]
        guard let key = ArtifactKey(text) else {
            throw StoreError(.corrupt, "the database holds the artifact key '\(text)', which cannot be one")
        }
        self.init(
            key: key,
            kind: try StoredText.parse(row["kind"]),
            account: (row["account_id"] as Int64?).map(AccountID.init(rawValue:)),
            byteCount: row["byte_count"],
            created: Timestamp(milliseconds: row["created_at"]),
            expires: Timestamp(milliseconds: row["expires_at"])
        )
    }
}
