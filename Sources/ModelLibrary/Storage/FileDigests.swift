import Crypto
import Foundation
import SystemPackage

/// A file's size and checksums, from one pass over it.
struct FileDigests: Sendable, Hashable {
    let size: Int64
    /// In hexadecimal digits, as all checksums here.
    let sha256: String
    /// The name that git gives to this content.
    let gitBlob: String

    /// Nil when there is no such file.
    ///
    /// - Throws: `ModelLibraryError` when it cannot be read.
    init?(path: String) throws {
        do {
            let file: FileDescriptor
            do {
                file = try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
            } catch Errno.noSuchFileOrDirectory {
                return nil
            }
            defer { try? file.close() }
            let length = try file.seek(offset: 0, from: .end)
            var contentHash = SHA256()
            // Git hashes a blob's length with its content.
            var blobHash = Insecure.SHA1()
            blobHash.update(data: Data("blob \(length)\0".utf8))
            var place: Int64 = 0
            var buffer = [UInt8](repeating: 0, count: 1 << 20)
            while true {
                let count = try buffer.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: place, into: $0) }
                guard count > 0 else { break }
                buffer.withUnsafeBytes { bytes in
                    let part = UnsafeRawBufferPointer(rebasing: bytes[..<count])
                    contentHash.update(bufferPointer: part)
                    blobHash.update(bufferPointer: part)
                }
                place += Int64(count)
            }
            size = place
            self.sha256 = contentHash.finalize().hexadecimal
            self.gitBlob = blobHash.finalize().hexadecimal
        } catch let error as Errno {
            throw ModelLibraryError(.storageFailed, path, "it cannot be read: \(error)")
        }
    }
}

extension Digest {
    fileprivate var hexadecimal: String {
        map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
