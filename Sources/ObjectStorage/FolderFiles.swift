import Foundation

/// The files themselves: every call waits for the disk.
struct FolderFiles: Sendable {
    let folder: String
    let temporary: String

    /// Writes to a temporary file, waits for the disk, and gives it its name.
    func save(_ bytes: [UInt8], as key: String) throws {
        let draft = "\(temporary)/\(UUID().uuidString)"
        do {
            try withDescriptor(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC) { file in
                try writeAll(bytes, to: file, draft)
                try check(fsync(file), "fsync", draft)
            }
            try check(rename(draft, path(key)), "rename", path(key))
        } catch {
            unlink(draft)
            throw error
        }
        // The new name is in the directory's bytes, which have to reach the disk as well.
        let directory = (path(key) as NSString).deletingLastPathComponent
        try withDescriptor(directory, O_RDONLY | O_CLOEXEC) { try check(fsync($0), "fsync", directory) }
    }

    func load(_ key: String) throws -> [UInt8] {
        try withDescriptor(path(key), O_RDONLY | O_CLOEXEC) { file in
            guard let size = size(of: key) else { throw ObjectStorageError(.notFound, "there is no file \(path(key))") }
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

    func load(_ key: String, _ range: Range<Int>) throws -> [UInt8] {
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

    func size(of key: String) -> Int? {
        var status = stat()
        return stat(path(key), &status) == 0 ? Int(status.st_size) : nil
    }

    func delete(_ key: String) throws {
        let result = unlink(path(key))
        if result < 0 && errno == ENOENT { return }
        try check(result, "unlink", path(key))
    }

    func list(in name: String) -> [StoredObject] {
        regularFiles(in: path(name)).map { file in
            StoredObject(key: "\(name)/\(file.name)", byteCount: file.size, written: file.written)
        }
    }

    func deleteTemporaries(writtenBefore limit: Date) {
        for file in regularFiles(in: temporary) where file.written < limit { unlink("\(temporary)/\(file.name)") }
    }

    func check(writing: Bool) throws {
        try check(access(folder, R_OK | W_OK | X_OK), "access", folder)
        guard writing else { return }
        let draft = "\(temporary)/\(UUID().uuidString)"
        defer { unlink(draft) }
        try withDescriptor(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC) { file in
            try writeAll([0], to: file, draft)
            try check(fsync(file), "fsync", draft)
        }
    }

    private func regularFiles(in directory: String) -> [(name: String, size: Int, written: Date)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return names.compactMap { name in
            var status = stat()
            guard stat("\(directory)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            return (name, Int(status.st_size), Date(timeIntervalSince1970: TimeInterval(status.st_mtim.tv_sec)))
        }
    }

    private func path(_ key: String) -> String { "\(folder)/\(key)" }
}

// MARK: - System calls

extension FolderFiles {
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

    /// - Throws: ``ObjectStorageError`` for a negative result, with the system's reason.
    private func check(_ result: Int32, _ call: String, _ path: String) throws {
        guard result < 0 else { return }
        let reason = errno
        let code: ObjectStorageError.Code =
            switch reason {
            case ENOENT: .notFound
            case EACCES, EPERM, EROFS: .refused
            default: .unavailable
            }
        throw ObjectStorageError(code, "\(call) of \(path): \(String(cString: strerror(reason)))")
    }
}
