import Foundation
import SystemPackage

/// How the disk is asked and written, so that a test can have a full one.
struct DiskAccess: Sendable {
    /// The bytes that may still be written to the file system of a folder.
    var availableSpace: @Sendable (_ folder: String) throws -> Int64
    /// Writes all bytes at a place of a file; throws `Errno`.
    var write: @Sendable (FileDescriptor, UnsafeRawBufferPointer, _ offset: Int64) throws -> Void

    static let real = DiskAccess(
        availableSpace: { folder in
            let attributes = try FileManager.default.attributesOfFileSystem(forPath: folder)
            return attributes[.systemFreeSize] as? Int64 ?? .max
        },
        write: { file, bytes, offset in try file.writeAll(toAbsoluteOffset: offset, bytes) }
    )
}
