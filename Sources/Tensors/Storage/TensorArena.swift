import Glibc
import Synchronization

/// Memory for the tensors of a forward pass: one reserved range of addresses, of which the lowest free part is used.
///
/// A step of a network asks for hundreds of blocks and releases them again. From the system each would be mapped,
/// filled with zeros and unmapped; here the second step finds every page in place, and grows nothing. Blocks are
/// aligned to 64 bytes, and a tensor that outlives its arena keeps the memory alive.
///
/// The objects by which tensors hold their blocks are used again too: the arena keeps all of them, and takes back those
/// that nobody else holds any more when it is asked for the next block.
///
/// The range is reserved without access and opened as it is needed: a system that refuses to promise more memory than
/// it has counts only what is in use.
public final class TensorArena: Sendable {
    /// Blocks begin at multiples of this: a cache line, and the widest vector.
    package static let alignment = 64
    private let region: Region
    private let state: Mutex<State>

    private struct State {
        var free: FreeBlocks
        /// First those that tensors hold, or held until a moment ago; then those without a block.
        var storages: [TensorStorage] = []
        var lentCount = 0
        var opened = 0
        var inUse = 0
        var peakInUse = 0
        var highWaterMark = 0
    }

    /// Reserves `capacity` bytes of address space; the default is far more than machines have, and costs nothing.
    /// Asking an arena for more than its capacity ends the process.
    public init(capacity: Int = 1 << 40) {
        precondition(capacity > 0, "An arena of \(capacity) bytes")
        region = Region(capacity: capacity)
        state = Mutex(State(free: FreeBlocks(capacity: region.capacity)))
    }

    /// Bytes that live tensors hold now.
    public var bytesInUse: Int {
        state.withLock { state in
            takeBack(&state)
            return state.inUse
        }
    }

    /// The most bytes that live tensors have held at one time.
    public var peakBytesInUse: Int { state.withLock { $0.peakInUse } }

    /// The end of the highest block so far: the peak of live tensors, plus what lay free between them.
    public var highWaterMark: Int { state.withLock { $0.highWaterMark } }

    /// Gives the memory of everything that is free now back to the system; it is for a model that idles.
    /// The two peaks start again from what is in use.
    public func trim() {
        state.withLock { state in
            takeBack(&state)
            for block in state.free.blocks where block.offset < state.opened {
                region.discard(block.offset..<min(block.end, state.opened))
            }
            state.peakInUse = state.inUse
            state.highWaterMark = state.free.endOfTaken
        }
    }

    /// Uninitialised memory. Ends the process when there is none: a forward pass could not go on.
    func allocate(byteCount: Int) -> TensorStorage {
        let size = TensorArena.blockSize(byteCount)
        return state.withLock { state in
            takeBack(&state)
            guard let offset = state.free.take(size) else {
                preconditionFailure("\(size) bytes do not fit an arena of \(region.capacity), \(state.inUse) in use")
            }
            let end = offset + size
            if end > state.opened {
                let page = LargePages.size
                let opened = min((end + page - 1) / page * page, region.capacity)
                region.open(state.opened..<opened)
                state.opened = opened
            }
            state.inUse += size
            state.peakInUse = max(state.peakInUse, state.inUse)
            state.highWaterMark = max(state.highWaterMark, end)
            let bytes = UnsafeRawBufferPointer(start: region.start + offset, count: byteCount)
            if state.lentCount == state.storages.count {
                state.storages.append(TensorStorage(bytes: bytes, partOf: region))
            } else {
                state.storages[state.lentCount].move(to: bytes)
            }
            state.lentCount += 1
            return state.storages[state.lentCount - 1]
        }
    }

    /// Frees the blocks of all storages that no tensor holds any more. A network holds a few hundred at most: looking at
    /// each takes less time than making an object.
    private func takeBack(_ state: inout State) {
        var index = 0
        while index < state.lentCount {
            guard isKnownUniquelyReferenced(&state.storages[index]) else {
                index += 1
                continue
            }
            let size = TensorArena.blockSize(state.storages[index].byteCount)
            state.free.giveBack(offset: state.storages[index].start - region.start, size: size)
            state.inUse -= size
            state.lentCount -= 1
            state.storages.swapAt(index, state.lentCount)
        }
        // Whoever let go of a storage on another thread has used it before: what is written next comes after that.
        atomicMemoryFence(ordering: .acquiring)
    }

    private static func blockSize(_ byteCount: Int) -> Int {
        precondition(byteCount >= 0, "\(byteCount) bytes")
        return max(alignment, (byteCount + alignment - 1) / alignment * alignment)
    }
}

/// A range of addresses that nothing else uses, inaccessible until it is opened. It begins at a large page.
///
/// `@unchecked Sendable`: its properties are constants, and the system calls may come from any thread.
private final class Region: @unchecked Sendable {
    let start: UnsafeMutableRawPointer
    let capacity: Int
    private let reserved: UnsafeMutableRawBufferPointer

    /// Halves the capacity until the system has as much (a limit on address space may forbid the first).
    init(capacity wanted: Int) {
        let page = Int(getpagesize())
        var capacity = (wanted + page - 1) / page * page
        while true {
            let size = capacity + LargePages.size
            let address = mmap(nil, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
            if let address, address != MAP_FAILED {
                reserved = UnsafeMutableRawBufferPointer(start: address, count: size)
                start = address.alignedUp(toMultipleOf: LargePages.size)
                self.capacity = capacity
                return
            }
            let reason = String(cString: strerror(errno))
            precondition(capacity > 64 << 20, "No \(capacity) bytes of address space: \(reason)")
            capacity = capacity / 2 / page * page
        }
    }

    deinit {
        munmap(reserved.baseAddress, reserved.count)
    }

    func open(_ range: Range<Int>) {
        let result = mprotect(start + range.lowerBound, range.count, PROT_READ | PROT_WRITE)
        precondition(result == 0, "No memory for \(range.count) more bytes: \(String(cString: strerror(errno)))")
        LargePages.advise(start + range.lowerBound, byteCount: range.count)
    }

    /// The pages that lie wholly in the range read as zeros afterwards.
    func discard(_ range: Range<Int>) {
        let page = Int(getpagesize())
        let first = (range.lowerBound + page - 1) / page * page
        let last = range.upperBound / page * page
        if first < last { madvise(start + first, last - first, Int32(MADV_DONTNEED)) }
    }
}
