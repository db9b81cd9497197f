import Glibc

/// A file as memory: pages are read when they are touched, and the system takes them back when it needs room.
///
/// The file must not be shortened while it is mapped: touching a page that is gone ends the process. Programs that
/// replace weights write a new file and rename it, which leaves the old one as it was.
///
/// `@unchecked Sendable`: its properties are constants, and the memory is read-only.
package final class MappedFile: @unchecked Sendable {
    package let path: String
    package let bytes: UnsafeRawBufferPointer
    /// Seconds and nanoseconds of the last change.
    package let modified: (seconds: Int, nanoseconds: Int)

    /// Throws `TensorError` with the code `unreadable` for anything but a regular file with at least one byte.
    package init(_ path: String) throws(TensorError) {
        // A pipe would wait for a writer otherwise.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw MappedFile.failure("cannot be opened", path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw MappedFile.failure("cannot be examined", path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw TensorError(.unreadable, "not a file", file: path) }
        guard status.st_size > 0 else { throw TensorError(.unreadable, "empty", file: path) }
        let size = Int(status.st_size)
        guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
            throw MappedFile.failure("cannot be mapped", path)
        }
        self.path = path
        bytes = UnsafeRawBufferPointer(start: start, count: size)
        modified = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }

    /// Bytes of the file that will not be needed for a while: memory that only they take is free again. Reading them
    /// later is still right.
    package func forget(_ range: Range<Int>) {
        let page = Int(getpagesize())
        let first = (range.lowerBound + page - 1) / page * page
        let last = range.upperBound / page * page
        guard first < last, let start = bytes.baseAddress else { return }
        madvise(UnsafeMutableRawPointer(mutating: start + first), last - first, Int32(MADV_DONTNEED))
    }

    /// Reads the file into memory, in long runs: page by page, as it is used, a disk gives a third of what it can.
    /// `checkpoint` is called every few megabytes and ends the reading by throwing.
    package func bringIn(checkpoint: () throws -> Void) rethrows {
        guard let start = bytes.baseAddress else { return }
        let run = 16 << 20
        for offset in stride(from: 0, to: bytes.count, by: run) {
            try checkpoint()
            let here = UnsafeMutableRawPointer(mutating: start + offset)
            let left = bytes.count - offset
            // The disk works on what follows meanwhile.
            madvise(here, min(left, 4 * run), Int32(MADV_WILLNEED))
            // Kernels before 5.14 do not know it: there the pages come when they are used.
            let populateRead: Int32 = 22  // MADV_POPULATE_READ
            madvise(here, min(left, run), populateRead)
        }
    }

    private static func failure(_ what: String, _ path: String) -> TensorError {
        TensorError(.unreadable, "\(what): \(String(cString: strerror(errno)))", file: path)
    }
}
