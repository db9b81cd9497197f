import Foundation
import SystemPackage

/// Keeps two processes from pulling or removing the same model at the same time. The system releases it when a process ends,
/// however it ends.
struct PullLock: Sendable {
    private let file: FileDescriptor

    /// - Throws: `ModelLibraryError` when another holder has it, or the file cannot be made.
    init(path: String, model: String) throws {
        do {
            try FileManager.default.createDirectory(
                atPath: URL(filePath: path).deletingLastPathComponent().path,
                withIntermediateDirectories: true
            )
            file = try FileDescriptor.open(
                FilePath(path),
                .readWrite,
                options: [.create, .closeOnExec],
                permissions: [.ownerReadWrite]
            )
        } catch {
            throw ModelLibraryError(.storageFailed, path, "it cannot be made: \(error)")
        }
        guard flock(file.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            try? file.close()
            throw ModelLibraryError(.busy, model, "another process is pulling or removing it")
        }
    }

    func release() { try? file.close() }
}
