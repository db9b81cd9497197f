/// Memory that tensors share. It goes back to where it came from when the last of them is gone.
///
/// `@unchecked Sendable`: the bytes behind `start` are written by whoever made the storage before handing it on, and only
/// read afterwards. The two properties that change are changed by the arena while nobody else holds the storage.
package final class TensorStorage: @unchecked Sendable {
    /// The first byte, aligned to at least 64 bytes unless the storage is a part of a file.
    package private(set) var start: UnsafeMutableRawPointer
    package private(set) var byteCount: Int
    private let origin: Origin

    private enum Origin {
        case ownAllocation
        /// Memory that exists as long as the object does: an arena's region, a mapped file.
        case part(of: AnyObject)
    }

    /// Uninitialised memory of its own.
    package init(byteCount: Int) {
        self.byteCount = byteCount
        let isLarge = byteCount >= LargePages.size
        let alignment = isLarge ? LargePages.size : TensorArena.alignment
        start = .allocate(byteCount: max(byteCount, 1), alignment: alignment)
        if isLarge { LargePages.advise(start, byteCount: byteCount) }
        origin = .ownAllocation
    }

    /// Memory that belongs to `owner`. Writing to it is an error when the owner has mapped it read-only.
    package init(bytes: UnsafeRawBufferPointer, partOf owner: AnyObject) {
        guard let first = bytes.baseAddress else { preconditionFailure("Bytes without an address") }
        start = UnsafeMutableRawPointer(mutating: first)
        byteCount = bytes.count
        origin = .part(of: owner)
    }

    /// Makes it stand for other bytes of the same owner. Nobody but the caller may hold it.
    func move(to bytes: UnsafeRawBufferPointer) {
        guard case .part = origin, let first = bytes.baseAddress else {
            preconditionFailure("\(bytes.count) bytes for a storage that has its own")
        }
        start = UnsafeMutableRawPointer(mutating: first)
        byteCount = bytes.count
    }

    deinit {
        switch origin {
        case .ownAllocation: start.deallocate()
        case .part: break
        }
    }
}
