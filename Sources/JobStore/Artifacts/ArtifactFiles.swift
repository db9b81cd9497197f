import Foundation
import GenerationTypes

/// The artifacts' files. A name appears in its folder only when its bytes are on disk to the last one.
struct ArtifactFiles: Sendable {
    let folder: DataFolder

    /// Writes to a temporary file, waits for the disk, and gives it its name.
    func save(_ bytes: [UInt8], as key: ArtifactKey) throws {
        let temporary = "\(folder.temporary)/\(RandomText.hex(bytes: 8))"
        do {
            try withDescriptor(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC) { file in
                try writeAll(bytes, to: file, temporary)
                try check(fsync(file), "fsync", temporary)
            }
            try check(rename(temporary, path(key)), "rename", path(key))
        } catch {
            unlink(temporary)
            throw error
        }
        // The new name is in the directory's bytes, which have to reach the disk as well.
        let directory = (path(key) as NSString).deletingLastPathComponent
        try withDescriptor(directory, O_RDONLY | O_CLOEXEC) { try check(fsync($0), "fsync", directory) }
    }

    /// - Throws: ``StoreError`` `notFound` when there is no such file.
    func load(_ key: ArtifactKey) throws -> [UInt8] {
        try withDescriptor(path(key), O_RDONLY | O_CLOEXEC) { file in
            guard let size = size(of: key) else { throw StoreError(.notFound, "there is no artifact \(key)") }
            return try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                while count < size {
                    let got = read(file, buffer.baseAddress?.advanced(by: count), size - count)
                    if got < 0 && errno == EINTR { continue }
                    try check(Int32(got < 0 ? -1 : 0), "read", path(key))
                    if got == 0 { break }
                    count += got
                }
            }
        }
    }

    /// Some of the bytes; fewer where the file ends.
    ///
    /// - Throws: ``StoreError`` `notFound` when there is no such file.
    func load(_ key: ArtifactKey, _ range: Range<Int>) throws -> [UInt8] {
        try withDescriptor(path(key), O_RDONLY | O_CLOEXEC) { file in
            try [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
                while count < range.count {
                    let place = buffer.baseAddress?.advanced(by: count)
                    let got = pread(file, place, range.count - count, off_t(range.lowerBound + count))
                    if got < 0 && errno == EINTR { continue }
                    try check(Int32(got < 0 ? -1 : 0), "read", path(key))
                    if got == 0 { break }
                    count += got
                }
            }
        }
    }

    /// In bytes; nil when there is no such file.
    func size(of key: ArtifactKey) -> Int? {
        var status = stat()
        return stat(path(key), &status) == 0 ? Int(status.st_size) : nil
    }

    func delete(_ key: ArtifactKey) { unlink(path(key)) }

    /// The artifacts whose files were last written before a moment.
    func keys(of kind: ArtifactKind, writtenBefore limit: Timestamp) -> [ArtifactKey] {
        names(in: "\(folder.artifacts)/\(kind.rawValue)", writtenBefore: limit).compactMap { name in
            ArtifactKey("\(kind.rawValue)/\(name)")
        }
    }

    /// Deletes what interrupted writes left.
    func deleteTemporaries(writtenBefore limit: Timestamp) {
        for name in names(in: folder.temporary, writtenBefore: limit) { unlink("\(folder.temporary)/\(name)") }
    }

    private func names(in directory: String, writtenBefore limit: Timestamp) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.filter { name in
            var status = stat()
            guard stat("\(directory)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
            return Timestamp(milliseconds: Int64(status.st_mtim.tv_sec) * 1_000) < limit
        }
    }

    private func path(_ key: ArtifactKey) -> String { "\(folder.artifacts)/\(key)" }
}

// MARK: - System calls

extension ArtifactFiles {
    private func withDescriptor<Value>(_ path: String, _ flags: Int32, _ body: (Int32) throws -> Value) throws -> Value
    {
        let descriptor = open(path, flags, 0o640)
        try check(descriptor, "open", path)
        defer { close(descriptor) }
        return try body(descriptor)
    }

    private func writeAll(_ bytes: [UInt8], to file: Int32, _ path: String) throws {
        try bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let written = write(file, buffer.baseAddress?.advanced(by: done), buffer.count - done)
                if written < 0 && errno == EINTR { continue }
                try check(Int32(written < 0 ? -1 : 0), "write", path)
                done += written
            }
        }
    }

    /// - Throws: ``StoreError`` for a negative result, with the system's reason.
    private func check(_ result: Int32, _ call: String, _ path: String) throws {
        guard result < 0 else { return }
        let reason = errno
        let code: StoreError.Code =
            switch reason {
            case ENOENT: .notFound
            case EACCES, EPERM, EROFS: .notWritable
            default: .unavailable
            }
        throw StoreError(code, "\(call) of \(path): \(String(cString: strerror(reason)))")
    }
}
