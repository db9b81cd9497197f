import Crypto
public import GenerationTypes

/// Bytes under keys: a file in the data folder and a row that says how long it is kept.
public struct ArtifactStore: Sendable {
    let files: ArtifactFiles
    let database: any SQLDatabase
    let settings: StoreSettings
    let clock: WallClock
    let disk = BlockingWork()
    let traffic = ArtifactTraffic()

    init(files folder: DataFolder, database: any SQLDatabase, settings: StoreSettings, clock: WallClock) {
        files = ArtifactFiles(folder: folder)
        self.database = database
        self.settings = settings
        self.clock = clock
    }

    /// Stores bytes; when this returns they are on disk. Inputs are named by their content: storing the same ones again
    /// only keeps them longer. Assets and files get a name that cannot be guessed. The extension is lower-case and without
    /// a dot: `png`, `jpg`. Inputs belong to no account.
    public func put(
        _ bytes: [UInt8],
        in kind: ArtifactKind,
        fileExtension: String,
        account: AccountID? = nil
    ) async throws -> ArtifactKey {
        let key = try await disk.run { try Self.key(for: bytes, in: kind, fileExtension) }
        try await writeUnlessThere(bytes, key)
        try await record(key, kind, kind == .inputs ? nil : account, byteCount: bytes.count)
        // Between the look at the file and the record, a sweep may have deleted an input that was about to expire. From
        // the record on, none does.
        try await writeUnlessThere(bytes, key)
        traffic.stored(kind, byteCount: bytes.count)
        return key
    }

    /// - Throws: ``StoreError`` `notFound`.
    public func read(_ key: ArtifactKey) async throws -> [UInt8] {
        let bytes = try await disk.run { [files] in try files.load(key) }
        traffic.read(ArtifactKind(of: key), byteCount: bytes.count)
        return bytes
    }

    /// Some of the bytes, fewer where they end: for sending a large file without holding it in memory.
    ///
    /// - Throws: ``StoreError`` `notFound`.
    public func read(_ key: ArtifactKey, _ range: Range<Int>) async throws -> [UInt8] {
        let bytes = try await disk.run { [files] in try files.load(key, range) }
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

    /// Whether the file is there.
    public func exists(_ key: ArtifactKey) async throws -> Bool {
        try await disk.run { [files] in files.size(of: key) != nil }
    }

    /// Those whose files are not there.
    func missing(_ keys: [ArtifactKey]) async throws -> [ArtifactKey] {
        try await disk.run { [files] in keys.filter { files.size(of: $0) == nil } }
    }

    /// Deletes the bytes and their record; nothing happens when there are none.
    public func delete(_ key: ArtifactKey) async throws {
        try await database.write { [files] db in
            try db.run("DELETE FROM artifact WHERE key = ?", [key.rawValue])
            files.delete(key)
        }
    }

    private static func key(
        for bytes: [UInt8],
        in kind: ArtifactKind,
        _ fileExtension: String
    ) throws -> ArtifactKey {
        let name = kind == .inputs ? RandomText.hex(SHA256.hash(data: bytes)) : RandomText.hex(bytes: 16)
        let isExtension = !fileExtension.isEmpty && !fileExtension.contains { "./".contains($0) }
        guard isExtension, let key = ArtifactKey("\(kind.rawValue)/\(name).\(fileExtension)") else {
            throw StoreError(.invalid, "'\(fileExtension)' cannot be a file's extension")
        }
        return key
    }

    private func writeUnlessThere(_ bytes: [UInt8], _ key: ArtifactKey) async throws {
        try await disk.run { [files] in
            guard files.size(of: key) != bytes.count else { return }
            try files.save(bytes, as: key)
        }
    }

    private func record(_ key: ArtifactKey, _ kind: ArtifactKind, _ account: AccountID?, byteCount: Int) async throws {
        let now = clock.now
        let expires = now + settings.retention(of: kind)
        // An input that was used within the last hour is not worth a write.
        let fresh = expires - min(.seconds(3_600), settings.retention(of: kind) / 2)
        let isFresh = try await database.look { db in
            let sql = "SELECT 1 FROM artifact WHERE key = ? AND expires_at >= ?"
            return try db.value(Int.self, sql, [key.rawValue, fresh.milliseconds]) != nil
        }
        if isFresh { return }
        try await database.write { db in
            try db.run(
                """
                INSERT INTO artifact (key, kind, account_id, byte_count, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at
                    WHERE artifact.expires_at < excluded.expires_at
                """,
                [
                    key.rawValue, kind.rawValue, account?.rawValue, byteCount, now.milliseconds, expires.milliseconds,
                ]
            )
        }
    }
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
