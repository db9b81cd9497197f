import Foundation
import Synchronization
import SystemPackage

/// A file that is being downloaded, and a journal of what is there, so that a process that was killed at any point goes on
/// where it was.
///
/// The journal is text: a line that says which content it is for, then a line `first-end` for each range that was written.
/// A range is noted after its bytes were written; a line that was cut off counts for nothing.
final class PartFile: Sendable {
    let size: Int64
    private let path: String
    private let disk: DiskAccess
    private let file: FileDescriptor
    private let journal: FileDescriptor
    private let state: Mutex<State>

    private struct State {
        var written: ByteRanges
        var journalEnd: Int64
    }

    /// Opens what an earlier pull has left, or begins anew when that was for other content.
    ///
    /// - Throws: `ModelLibraryError` when a file cannot be opened or written.
    init(path: String, content: String, size: Int64, disk: DiskAccess) throws {
        (self.path, self.size, self.disk) = (path, size, disk)
        file = try Self.open(path)
        do {
            journal = try Self.open(path + ".journal")
        } catch {
            try? file.close()
            throw error
        }
        let header = "yukimi-part 1 \(content) \(size)"
        let text = (try? String(contentsOfFile: path + ".journal", encoding: .utf8)) ?? ""
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        let isSame = lines.first.map { $0 == header } ?? false
        let written = isSame ? Self.ranges(lines.dropFirst(), size: size) : ByteRanges()
        state = Mutex(State(written: written, journalEnd: Int64(lines.reduce(0) { $0 + $1.utf8.count + 1 })))
        if !isSame {
            do {
                try clear()
                try append(header)
            } catch {
                close()
                throw error
            }
        }
    }

    private static func open(_ path: String) throws -> FileDescriptor {
        do {
            return try FileDescriptor.open(
                FilePath(path),
                .readWrite,
                options: [.create, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead]
            )
        } catch let error as Errno {
            throw ModelLibraryError(storage: error, path)
        }
    }

    private static func ranges(_ lines: some Sequence<Substring>, size: Int64) -> ByteRanges {
        var written = ByteRanges()
        for line in lines {
            let ends = line.split(separator: "-").compactMap { Int64($0) }
            guard ends.count == 2, ends[0] >= 0, ends[0] < ends[1], ends[1] <= size else { continue }
            written.insert(ends[0]..<ends[1])
        }
        return written
    }

    /// How many bytes are there.
    var writtenCount: Int64 { state.withLock { $0.written.count } }

    /// What is missing, in pieces of at most a size.
    func gaps(pieceSize: Int64) -> [Range<Int64>] {
        state.withLock { $0.written.gaps(size: size, pieceSize: pieceSize) }
    }

    /// Writes bytes and notes them.
    ///
    /// - Throws: `ModelLibraryError`; `diskFull` when there is no space.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws {
        precondition(
            offset >= 0 && offset + Int64(bytes.count) <= size,
            "\(bytes.count) bytes at \(offset) do not fit into a file of \(size)"
        )
        do {
            try disk.write(file, bytes, offset)
        } catch let error as Errno {
            throw ModelLibraryError(storage: error, path)
        }
        try append("\(offset)-\(offset + Int64(bytes.count))")
        state.withLock { $0.written.insert(offset..<offset + Int64(bytes.count)) }
    }

    /// Forgets everything, as what was written turned out wrong.
    func discard() throws {
        try clear()
        try append("yukimi-part 1 discarded \(size)")
    }

    /// Makes the file durable under its final name.
    func finish(as destination: String) throws {
        do {
            try file.resize(to: size)
            guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            guard rename(path, destination) == 0 else { throw Errno(rawValue: errno) }
            _ = unlink(path + ".journal")
        } catch let error as Errno {
            throw ModelLibraryError(storage: error, destination)
        }
    }

    func close() {
        try? file.close()
        try? journal.close()
    }

    private func clear() throws {
        do {
            try file.resize(to: 0)
            try journal.resize(to: 0)
        } catch let error as Errno {
            throw ModelLibraryError(storage: error, path)
        }
        state.withLock { $0 = State(written: ByteRanges(), journalEnd: 0) }
    }

    /// Adds a line over whatever was cut off at the end.
    private func append(_ line: String) throws {
        let bytes = Array((line + "\n").utf8)
        do {
            try state.withLock { state in
                try journal.writeAll(toAbsoluteOffset: state.journalEnd, bytes)
                state.journalEnd += Int64(bytes.count)
            }
        } catch let error as Errno {
            throw ModelLibraryError(storage: error, path)
        }
    }
}

extension ModelLibraryError {
    /// What the system says of a file.
    init(storage error: Errno, _ path: String) {
        let isFull = error == .noSpace || error == .diskQuotaExceeded
        let reason =
            isFull ? "there is no space left on the disk; what was downloaded is kept" : "the system says: \(error)"
        self.init(isFull ? .diskFull : .storageFailed, path, reason)
    }
}
