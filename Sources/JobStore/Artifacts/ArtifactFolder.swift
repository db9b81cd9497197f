import GenerationTypes

/// Where artifacts' bytes are: files, or what a simulation has instead. Calls wait for the disk.
protocol ArtifactFolder: Sendable {
    /// Stores bytes durably; the key appears only with all of them.
    func save(_ bytes: [UInt8], as key: ArtifactKey) throws
    /// - Throws: ``StoreError`` `notFound`.
    func load(_ key: ArtifactKey) throws -> [UInt8]
    /// - Throws: ``StoreError`` `notFound`.
    func load(_ key: ArtifactKey, _ range: Range<Int>) throws -> [UInt8]
    func size(of key: ArtifactKey) -> Int?
    func delete(_ key: ArtifactKey)
    func keys(of kind: ArtifactKind, writtenBefore limit: Timestamp) -> [ArtifactKey]
    func deleteTemporaries(writtenBefore limit: Timestamp)
}

extension ArtifactFiles: ArtifactFolder {}

/// Where calls may wait for the disk.
protocol DiskQueue: Sendable {
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value
}

extension BlockingWork: DiskQueue {}
