/// Which parts of a region are free: pure bookkeeping in offsets, without the memory itself.
///
/// Free blocks are kept in order of their offsets; neighbours are always joined, so no two of them touch. A request
/// takes the beginning of the first block that is large enough: a step that asks for the same sizes in the same order
/// gets the same offsets again.
struct FreeBlocks {
    struct Block: Equatable {
        var offset: Int
        var size: Int
        var end: Int { offset + size }
    }

    private(set) var blocks: [Block]
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        blocks = [Block(offset: 0, size: capacity)]
        blocks.reserveCapacity(256)
    }

    /// The offset of `size` bytes, or nil when no free block has as many.
    mutating func take(_ size: Int) -> Int? {
        precondition(size > 0, "A block of \(size) bytes")
        guard let index = blocks.firstIndex(where: { $0.size >= size }) else { return nil }
        let offset = blocks[index].offset
        if blocks[index].size == size {
            blocks.remove(at: index)
        } else {
            blocks[index].offset += size
            blocks[index].size -= size
        }
        return offset
    }

    /// Gives back what `take` gave. Giving back what is free already is a programming error.
    mutating func giveBack(offset: Int, size: Int) {
        precondition(
            offset >= 0 && size > 0 && offset + size <= capacity,
            "Block \(offset)+\(size) is outside of 0..<\(capacity)"
        )
        let next = firstIndex(after: offset)
        precondition(
            (next == 0 || blocks[next - 1].end <= offset)
                && (next == blocks.count || offset + size <= blocks[next].offset),
            "Block \(offset)+\(size) is free already"
        )
        let joinsPrevious = next > 0 && blocks[next - 1].end == offset
        let joinsNext = next < blocks.count && blocks[next].offset == offset + size
        switch (joinsPrevious, joinsNext) {
        case (true, true):
            blocks[next - 1].size += size + blocks[next].size
            blocks.remove(at: next)
        case (true, false):
            blocks[next - 1].size += size
        case (false, true):
            blocks[next].offset = offset
            blocks[next].size += size
        case (false, false):
            blocks.insert(Block(offset: offset, size: size), at: next)
        }
    }

    /// Where the highest block that is not free ends.
    var endOfTaken: Int {
        guard let last = blocks.last, last.end == capacity else { return capacity }
        return last.offset
    }

    /// The position of the first free block that begins after `offset`.
    private func firstIndex(after offset: Int) -> Int {
        var low = 0
        var high = blocks.count
        while low < high {
            let middle = (low + high) / 2
            if blocks[middle].offset > offset { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
