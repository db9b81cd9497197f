public import struct Foundation.Date

/// Bytes under keys such as `files/5f1d.png`: in a folder, or in a bucket that speaks S3.
///
/// A key has its bytes to the last one, or does not exist. All of it may be called from several processes at once.
public protocol ObjectStore: Sendable {
    /// Where it is, for people: a path, or a bucket and its endpoint.
    var place: String { get }
    /// How much is worth one read of a part: enough that a large object takes few reads, and little enough to hold in memory
    /// for each slow client.
    var pieceSize: Int { get }
    /// Whether looking through all keys costs money, or much time.
    var isListingCostly: Bool { get }

    /// Stores bytes durably under a key, instead of those that were there.
    func save(_ bytes: [UInt8], as key: String) async throws

    /// - Throws: ``ObjectStorageError`` `notFound` when there is no such key.
    func load(_ key: String) async throws -> [UInt8]

    /// Some of the bytes; fewer where they end.
    ///
    /// - Throws: ``ObjectStorageError`` `notFound` when there is no such key.
    func load(_ key: String, _ range: Range<Int>) async throws -> [UInt8]

    /// In bytes; nil when there is no such key.
    func size(of key: String) async throws -> Int?

    /// Deletes what is there of these.
    func delete(_ keys: [String]) async throws

    /// All objects whose keys begin with a folder's name, in portions.
    func list(in folder: String, _ portion: ([StoredObject]) async throws -> Void) async throws

    /// Deletes what writes left that were interrupted.
    func deleteUnfinished(begunBefore limit: Date) async throws

    /// Whether it can be used, with an error that says what to do when not: asks once, and does not try again. When
    /// `writing`, something is stored, read and deleted, too.
    func check(writing: Bool) async throws
}

/// What a list says about an object.
public struct StoredObject: Sendable, Hashable {
    public let key: String
    public let byteCount: Int
    public let written: Date

    public init(key: String, byteCount: Int, written: Date) {
        self.key = key
        self.byteCount = byteCount
        self.written = written
    }
}
