import Testing

@testable import Tensors

@Suite struct FreeBlocksTests {
    @Test func `The first block that is large enough is taken from its beginning`() {
        var free = FreeBlocks(capacity: 100)
        #expect([free.take(10), free.take(20), free.take(30), free.take(40)] == [0, 10, 30, 60])
        #expect(free.take(1) == nil)
        free.giveBack(offset: 10, size: 20)
        free.giveBack(offset: 60, size: 40)
        #expect(free.take(25) == 60)
        #expect(free.take(15) == 10)
        #expect(free.take(5) == 25)
        #expect(free.blocks == [.init(offset: 85, size: 15)])
    }

    @Test(arguments: [[0, 1, 2, 3], [3, 2, 1, 0], [0, 2, 1, 3], [1, 3, 0, 2], [2, 0, 3, 1], [1, 2, 0, 3]])
    func `Blocks join with their neighbours in whatever order they come back`(order: [Int]) {
        var free = FreeBlocks(capacity: 100)
        let sizes = [10, 20, 30, 40]
        let offsets = sizes.compactMap { free.take($0) }
        for index in order {
            free.giveBack(offset: offsets[index], size: sizes[index])
            for (block, next) in zip(free.blocks, free.blocks.dropFirst()) { #expect(block.end < next.offset) }
        }
        #expect(free.blocks == [.init(offset: 0, size: 100)])
    }

    @Test func `Random requests never overlap, and what is taken and what is free add up to the whole`() {
        var random = SplitMix(seed: 1)
        let capacity = 4096
        var free = FreeBlocks(capacity: capacity)
        var owners = [Int](repeating: 0, count: capacity)
        var taken: [(offset: Int, size: Int, owner: Int)] = []
        for owner in 1...20_000 {
            if random.below(100) < 52, let offset = free.take(1 + random.below(random.below(10) == 0 ? 400 : 40)) {
                // The size is what the free list lost; it is found again from the bytes that were free.
                let size = capacity - free.blocks.reduce(0) { $0 + $1.size } - taken.reduce(0) { $0 + $1.size }
                #expect(owners[offset..<(offset + size)].allSatisfy { $0 == 0 })
                for place in offset..<(offset + size) { owners[place] = owner }
                taken.append((offset, size, owner))
            } else if !taken.isEmpty {
                let block = taken.remove(at: random.below(taken.count))
                #expect(owners[block.offset..<(block.offset + block.size)].allSatisfy { $0 == block.owner })
                for place in block.offset..<(block.offset + block.size) { owners[place] = 0 }
                free.giveBack(offset: block.offset, size: block.size)
            }
            #expect(free.endOfTaken == (owners.lastIndex { $0 != 0 } ?? -1) + 1)
        }
        for block in taken { free.giveBack(offset: block.offset, size: block.size) }
        #expect(free.blocks == [.init(offset: 0, size: capacity)])
    }

    @Test func `Giving a block back twice, or one that was never taken, ends the process`() async {
        await #expect(processExitsWith: .failure) {
            var free = FreeBlocks(capacity: 100)
            _ = free.take(50)
            free.giveBack(offset: 10, size: 10)
            free.giveBack(offset: 15, size: 10)
        }
        await #expect(processExitsWith: .failure) {
            var free = FreeBlocks(capacity: 100)
            free.giveBack(offset: 90, size: 20)
        }
    }
}
