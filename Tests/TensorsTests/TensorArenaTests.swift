import Synchronization
import Testing

@testable import Tensors

@Suite struct TensorArenaTests {
    @Test func `Blocks are aligned to 64 bytes, whatever their size`() {
        let arena = TensorArena()
        let tensors = [0, 1, 15, 16, 17, 1000, 100_003].map { Tensor([$0], arena: arena) }
        for tensor in tensors { #expect(UInt(bitPattern: tensor.pointer) % 64 == 0) }
        #expect(Set(tensors.map(\.pointer)).count == tensors.count)
        let halves = (0..<9).map { Tensor([$0], .bfloat16, arena: arena) }
        for tensor in halves { #expect(UInt(bitPattern: tensor.pointer) % 64 == 0) }
    }

    @Test func `A second step of the same operations gets the same memory, and grows nothing`() {
        let arena = TensorArena()
        func step() -> [UnsafeMutableRawPointer] {
            var pointers: [UnsafeMutableRawPointer] = []
            var previous = Tensor([1000, 64], arena: arena)
            for layer in 0..<50 {
                let wide = Tensor([1000, 256], arena: arena)
                let scratch = Tensor([1000 + layer % 3], .bfloat16, arena: arena)
                let next = Tensor([1000, 64], arena: arena)
                pointers += [previous, wide, scratch, next].map(\.pointer)
                wide.withFloats { $0[0] = 1 }
                previous = next
            }
            return pointers
        }
        let first = step()
        let mark = arena.highWaterMark
        #expect(arena.bytesInUse == 0)
        for _ in 0..<10 { #expect(step() == first) }
        #expect(arena.highWaterMark == mark)
        // Never more than the four tensors of a layer, rounded up to whole lines.
        #expect(arena.peakBytesInUse <= 1000 * (64 + 256 + 64) * 4 + 2048)
        #expect(mark <= arena.peakBytesInUse * 2)
    }

    @Test func `Views share memory, and the block is free when the last of them is gone`() {
        let arena = TensorArena()
        var tensor: Tensor? = Tensor([4, 16], arena: arena)
        var part: Tensor? = tensor?.rows(1..<3).reshaped([32])
        #expect(arena.bytesInUse == 256)
        tensor = nil
        #expect(arena.bytesInUse == 256)
        part = nil
        #expect(arena.bytesInUse == 0)
        #expect(tensor == nil && part == nil)
    }

    @Test func `A tensor outlives the last reference to its arena`() {
        var tensor: Tensor?
        do {
            let arena = TensorArena()
            tensor = Tensor([100_000], arena: arena)
            tensor?.withFloats { for index in 0..<100_000 { $0[index] = Float(index) } }
        }
        #expect(tensor?.floats().last == 99_999)
        tensor = nil
    }

    @Test func `Trimming gives free memory back, keeps what is in use, and resets the peaks`() {
        let arena = TensorArena()
        let kept = Tensor([1 << 20], arena: arena)
        kept.withFloats { for index in 0..<kept.count { $0[index] = 7 } }
        do {
            let large = Tensor([16 << 20], arena: arena)
            large.withFloats { for index in stride(from: 0, to: large.count, by: 1024) { $0[index] = 5 } }
        }
        #expect(arena.highWaterMark == 17 << 22)
        arena.trim()
        #expect(arena.highWaterMark == 1 << 22)
        #expect(arena.peakBytesInUse == 1 << 22)
        #expect(kept.floats().allSatisfy { $0 == 7 })
        // Pages that were given back read as zeros: they are new ones.
        let again = Tensor([16 << 20], arena: arena)
        #expect(again.withFloats { $0[8 << 20] } == 0)
    }

    @Test func `Several threads share an arena without sharing a block`() {
        let arena = TensorArena()
        let failures = Atomic<Int>(0)
        ComputeThreads(threadCount: 4).forEach(64) { seed in
            var random = SplitMix(seed: UInt64(seed))
            var tensors: [(tensor: Tensor, mark: Float)] = []
            for step in 0..<200 {
                let tensor = Tensor([1 + random.below(300)], arena: arena)
                let mark = Float(seed * 1000 + step)
                tensor.withFloats { for index in 0..<tensor.count { $0[index] = mark } }
                tensors.append((tensor, mark))
                if tensors.count > 10 {
                    let (tensor, mark) = tensors.remove(at: random.below(tensors.count))
                    if !tensor.floats().allSatisfy({ $0 == mark }) { failures.add(1, ordering: .relaxed) }
                }
            }
        }
        #expect(failures.load(ordering: .relaxed) == 0)
        #expect(arena.bytesInUse == 0)
    }

    @Test func `Asking for more than the arena has ends the process`() async {
        await #expect(processExitsWith: .failure) {
            _ = Tensor([1 << 20], arena: TensorArena(capacity: 1 << 20))
        }
    }

    @Test func `An arena of a few pages can be filled to its last byte`() {
        let arena = TensorArena(capacity: 3 << 20)
        let halves = [Tensor([3 << 17], arena: arena), Tensor([3 << 17], arena: arena)]
        #expect(arena.bytesInUse == 3 << 20)
        for half in halves { half.withFloats { $0[half.count - 1] = 1 } }
    }
}
