import Foundation
import NIOPosix
import SystemPackage

/// The folder of a pull that is not finished.
///
/// ```
/// <path>/<commit>/files/…           files that are complete and checked, as they will be installed
/// <path>/<commit>/parts/<n>         the n-th file of the listing while it is downloaded
/// <path>/<commit>/parts/<n>.journal what is there of it
/// ```
struct PullFolder: Sendable {
    let totalBytes: Int64
    private let path: String
    private let commit: String
    private let files: [RemoteFile]
    private let disk: DiskAccess
    private let library: ModelLibrary

    /// Makes the folders, and removes what is left of other commits.
    init(path: String, commit: String, files: [RemoteFile], disk: DiskAccess, library: ModelLibrary) throws {
        (self.path, self.commit, self.files, self.disk, self.library) = (path, commit, files, disk, library)
        totalBytes = files.reduce(0) { $0 + ($1.size ?? 0) }
        let manager = FileManager.default
        try library.storage {
            let others = (try? manager.contentsOfDirectory(atPath: path)) ?? []
            for other in others where other != commit { try manager.removeItem(atPath: path + "/" + other) }
            for folder in [parts, complete] {
                try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
        }
    }

    private var parts: String { "\(path)/\(commit)/parts" }
    private var complete: String { "\(path)/\(commit)/files" }

    func partPath(_ index: Int) -> String { "\(parts)/\(index)" }

    /// Where a file goes when it is complete; its folder exists.
    func destination(_ index: Int) throws -> String {
        let path = "\(complete)/\(files[index].path.text)"
        try library.storage {
            try FileManager.default.createDirectory(
                atPath: URL(filePath: path).deletingLastPathComponent().path,
                withIntermediateDirectories: true
            )
        }
        return path
    }

    /// The bytes that earlier pulls have brought.
    func presentBytes() throws -> Int64 {
        var sum: Int64 = 0
        for (index, file) in files.enumerated() {
            if isFinished(index) {
                sum += file.size ?? 0
            } else if FileManager.default.fileExists(atPath: partPath(index)) {
                let part = try part(index)
                sum += part.writtenCount
                part.close()
            }
        }
        return sum
    }

    /// The part file, which the caller closes.
    func part(_ index: Int) throws -> PartFile {
        let file = files[index]
        let checksum =
            switch file.checksum {
            case .sha256(let digits), .gitBlob(let digits): digits
            case nil: throw ModelLibraryError(.badAnswer, file.path.text, "the hub gives no checksum of it")
            }
        return try PartFile(
            path: partPath(index),
            content: "\(commit) \(checksum)",
            size: file.size ?? 0,
            disk: disk
        )
    }

    /// A file that an earlier pull has completed; it was checked before it got its name.
    func finishedFile(_ index: Int) async throws -> ModelManifest.File? {
        guard isFinished(index), let size = files[index].size else { return nil }
        if case .sha256(let digits) = files[index].checksum {
            return ModelManifest.File(path: files[index].path.text, size: size, sha256: digits)
        }
        let path = "\(complete)/\(files[index].path.text)"
        let digests = try await NIOThreadPool.singleton.runIfActive { try FileDigests(path: path) }
        guard let digests, case .gitBlob(digests.gitBlob) = files[index].checksum else { return nil }
        return ModelManifest.File(path: files[index].path.text, size: size, sha256: digests.sha256)
    }

    private func isFinished(_ index: Int) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(complete)/\(files[index].path.text)")
        return attributes?[.type] as? FileAttributeType == .typeRegular
            && attributes?[.size] as? Int64 == files[index].size
    }

    /// Writes the manifest and makes the folder the model, in place of the one that was there.
    func install(_ manifest: ModelManifest, as target: String) throws {
        let json = try manifest.json
        try library.storage {
            try json.write(to: URL(filePath: "\(complete)/\(ModelManifest.fileName)"), options: .atomic)
        }
        do {
            let isReplaced = try moveAway(target)
            guard rename(complete, target) == 0 else {
                let error = Errno(rawValue: errno)
                if isReplaced { _ = rename(replaced, target) }
                throw error
            }
        } catch let error as Errno {
            throw ModelLibraryError(storage: error, target)
        }
        // What is left is the old model and empty folders. Failing to remove them makes the new one no worse.
        try? FileManager.default.removeItem(atPath: replaced)
        try? FileManager.default.removeItem(atPath: path)
    }

    private var replaced: String { Self.replaced(path) }

    private static func replaced(_ path: String) -> String { path + ".replaced" }

    private func moveAway(_ target: String) throws -> Bool {
        guard FileManager.default.fileExists(atPath: target) else { return false }
        try? FileManager.default.removeItem(atPath: replaced)
        guard rename(target, replaced) == 0 else { throw Errno(rawValue: errno) }
        return true
    }

    /// Brings back the model that a process was about to replace when it was killed.
    static func recover(_ target: String, staging path: String) {
        guard !FileManager.default.fileExists(atPath: target) else { return }
        _ = rename(replaced(path), target)
    }
}
