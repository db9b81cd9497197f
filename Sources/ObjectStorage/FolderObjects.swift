public import Foundation

/// Objects as files of a folder. A name appears there only when its bytes are on disk to the last one.
public struct FolderObjects: ObjectStore {
    public let place: String
    public let pieceSize = 256 << 10
    public let isListingCostly = false
    private let files: FolderFiles
    private let disk = BlockingWork()

    /// - Parameters:
    ///   - path: the folder, with all folders that keys name.
    ///   - temporary: a folder of the same file system, for files that are being written.
    public init(path: String, temporary: String) {
        place = path
        files = FolderFiles(folder: path, temporary: temporary)
    }

    public func save(_ bytes: [UInt8], as key: String) async throws {
        try await disk.run { [files] in try files.save(bytes, as: key) }
    }

    public func load(_ key: String) async throws -> [UInt8] {
        try await disk.run { [files] in try files.load(key) }
    }

    public func load(_ key: String, _ range: Range<Int>) async throws -> [UInt8] {
        try await disk.run { [files] in try files.load(key, range) }
    }

    public func size(of key: String) async throws -> Int? {
        try await disk.run { [files] in files.size(of: key) }
    }

    public func delete(_ keys: [String]) async throws {
        try await disk.run { [files] in for key in keys { try files.delete(key) } }
    }

    public func list(in folder: String, _ portion: ([StoredObject]) async throws -> Void) async throws {
        try await portion(try await disk.run { [files] in files.list(in: folder) })
    }

    public func deleteUnfinished(begunBefore limit: Date) async throws {
        try await disk.run { [files] in files.deleteTemporaries(writtenBefore: limit) }
    }

    public func check(writing: Bool) async throws {
        try await disk.run { [files] in try files.check(writing: writing) }
    }
}
