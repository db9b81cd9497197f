import Glibc

/// Memory in pages of 2 MiB. A product walks through hundreds of megabytes of weights for every few rows; with pages of
/// 4 KiB a good part of its time goes into finding out where they are, and each costs a fault when it is first written.
enum LargePages {
    static let size = 2 << 20

    /// Asks for large pages where whole ones fit. It is advice: a system that has none ignores it.
    static func advise(_ start: UnsafeMutableRawPointer, byteCount: Int) {
        let begin = (Int(bitPattern: start) + size - 1) / size * size
        let end = (Int(bitPattern: start) + byteCount) / size * size
        guard begin < end, let first = UnsafeMutableRawPointer(bitPattern: begin) else { return }
        madvise(first, end - begin, MADV_HUGEPAGE)
    }
}
