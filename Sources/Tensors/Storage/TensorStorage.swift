/// Memory that tensors share. It goes back to where it came from when the last of them is gone.
///
/// `@unchecked Sendable`: all properties are constants; the bytes behind `start` are written by whoever made the
/// storage before handing it on, and only read afterwards.
package final class TensorStorage: @unchecked Sendable {
    /// The first byte, aligned to at least 64 bytes unless the storage is a part of a file.
    package let start: UnsafeMutableRawPointer
    package let byteCount: Int
    private let origin: Origin

    private enum Origin {
        case ownAllocation
        case arena(TensorArena)
        /// Memory that exists as long as the object does, such as a mapped file.
        case part(of: AnyObject)
    }

    /// Uninitialised memory from an arena, which the storage keeps alive, or of its own.
    package init(byteCount: Int, arena: TensorArena? = nil) {
        self.byteCount = byteCount
        if let arena {
            start = arena.allocate(byteCount: byteCount)
            origin = .arena(arena)
        } else {
            let isLarge = byteCount >= LargePages.size
            let alignment = isLarge ? LargePages.size : TensorArena.alignment
            start = .allocate(byteCount: max(byteCount, 1), alignment: alignment)
            if isLarge { LargePages.advise(start, byteCount: byteCount) }
            origin = .ownAllocation
        }
    }

    /// Memory that belongs to `owner`. Writing to it is an error when the owner has mapped it read-only.
    package init(bytes: UnsafeRawBufferPointer, partOf owner: AnyObject) {
        guard let first = bytes.baseAddress else { preconditionFailure("Bytes without an address") }
        start = UnsafeMutableRawPointer(mutating: first)
        byteCount = bytes.count
        origin = .part(of: owner)
    }

    deinit {
        switch origin {
        case .ownAllocation: start.deallocate()
        case .arena(let arena): arena.release(start, byteCount: byteCount)
        case .part: break
        }
    }
}
