import Synchronization
import Testing

@testable import Tensors

@Suite struct ComputeThreadsTests {
    /// How often each index was called.
    private func calls(_ threads: ComputeThreads, _ count: Int) -> [Int] {
        let tally = Tally(count)
        threads.forEach(count) { tally.add($0) }
        return tally.counts
    }

    @Test(arguments: 1...8)
    func `Every index is called exactly once`(threadCount: Int) {
        let threads = ComputeThreads(threadCount: threadCount)
        for count in [0, 1, 2, 3, 7, 8, 9, 100, 10_000] {
            #expect(calls(threads, count) == Array(repeating: 1, count: count))
        }
    }

    /// Parts are neighbours, of the size that was asked for unless they are the last.
    @Test(arguments: [1, 2, 3, 8])
    func `Every unit is carried out exactly once, in parts of the size that was asked for`(threadCount: Int) {
        let threads = ComputeThreads(threadCount: threadCount)
        for count in [0, 1, 2, 7, 15, 16, 17, 33, 1000] {
            for partSize in [1, 2, 3, 16, 2000] {
                let work = Counting(tally: Tally(count), parts: Tally(1), count: count, partSize: partSize)
                threads.carryOut(work, count: count, partSize: partSize)
                #expect(work.tally.counts == Array(repeating: 1, count: count))
                #expect(work.parts.counts == [(count + partSize - 1) / partSize])
            }
        }
    }

    @Test(arguments: [2, 3, 8])
    func `Thousands of short calls lose no piece, and see what the calls before them wrote`(threadCount: Int) {
        let threads = ComputeThreads(threadCount: threadCount)
        let length = 13
        let values = UnsafeMutablePointer<Int>.allocate(capacity: length)
        defer { values.deallocate() }
        values.initialize(repeating: 0, count: length)
        let rounds = 20_000
        // A plain memory cell for each index, with no lock: every call must see the one before it.
        for _ in 0..<rounds { threads.forEach(length) { values[$0] += 1 } }
        #expect(Array(UnsafeBufferPointer(start: values, count: length)) == Array(repeating: rounds, count: length))
    }

    @Test func `Calls of changing size, with pauses in which threads fall asleep, lose no piece`() {
        let threads = ComputeThreads(threadCount: 4)
        var random = SplitMix(seed: 3)
        let total = Atomic<Int>(0)
        var expected = 0
        for _ in 0..<3_000 {
            let count = random.below(9)
            expected += count
            threads.forEach(count) { _ in total.add(1, ordering: .relaxed) }
            // Work of this thread alone, sometimes longer than the others keep looking for news.
            spin(microseconds: random.below(10) == 0 ? 120 : random.below(60))
        }
        #expect(total.load(ordering: .relaxed) == expected)
    }

    @Test func `Bodies that take longer than the caller looks wake the caller`() {
        let threads = ComputeThreads(threadCount: 3)
        let total = Atomic<Int>(0)
        for round in 0..<300 {
            threads.forEach(3) { index in
                if index == round % 3 { spin(microseconds: 300) }
                total.add(1, ordering: .relaxed)
            }
        }
        #expect(total.load(ordering: .relaxed) == 900)
    }

    @Test func `A call from inside of a body is carried out by its caller`() {
        let threads = ComputeThreads(threadCount: 4)
        let tally = Tally(20 * 30)
        threads.forEach(20) { outer in
            threads.forEach(30) { inner, worker in
                #expect(worker == 0)
                tally.add(outer * 30 + inner)
            }
        }
        #expect(tally.counts == Array(repeating: 1, count: 600))
    }

    @Test func `Two threads may call at the same time`() {
        let threads = ComputeThreads(threadCount: 3)
        let callers = ComputeThreads(threadCount: 4)
        let tally = Tally(4 * 100)
        callers.forEach(4) { caller in
            for _ in 0..<500 { threads.forEach(100) { tally.add(caller * 100 + $0) } }
        }
        #expect(tally.counts == Array(repeating: 500, count: 400))
    }

    @Test(arguments: [1, 2, 5])
    func `No two bodies have the same worker at the same time`(threadCount: Int) {
        let threads = ComputeThreads(threadCount: threadCount)
        let inUse = Tally(threadCount)
        let clashes = Atomic<Int>(0)
        for _ in 0..<200 {
            threads.forEach(50) { _, worker in
                if inUse.add(worker) != 1 { clashes.add(1, ordering: .relaxed) }
                inUse.add(worker, -1)
            }
        }
        #expect(clashes.load(ordering: .relaxed) == 0)
    }

    @Test func `Threads end with the object, whether they have worked or not`() {
        for threadCount in 1...6 {
            for round in 0..<50 {
                let threads = ComputeThreads(threadCount: threadCount)
                if round % 2 == 0 { #expect(calls(threads, 5) == [1, 1, 1, 1, 1]) }
            }
        }
    }

    @Test func `A checkpoint throws as soon as the result is not wanted any more`() throws {
        let cancelled = Atomic<Bool>(false)
        let shared = Shared(cancelled)
        let compute = Compute(threadCount: 1, isCancelled: { shared.flag.load(ordering: .relaxed) })
        try compute.checkpoint()
        shared.flag.store(true, ordering: .relaxed)
        #expect(throws: CancellationError.self) { try compute.checkpoint() }
    }
}

private final class Shared: Sendable {
    let flag: Atomic<Bool>
    init(_ flag: consuming Atomic<Bool>) { self.flag = flag }
}

private struct Counting: SharedWork {
    let tally: Tally
    let parts: Tally
    let count: Int
    let partSize: Int

    func carryOut(_ units: Range<Int>, worker: Int) {
        precondition(units.lowerBound % partSize == 0 && units.count == min(partSize, count - units.lowerBound))
        parts.add(0)
        for unit in units { tally.add(unit) }
    }
}

/// Counters that threads raise.
///
/// `@unchecked Sendable`: the cells are atomic, and nothing else changes.
private final class Tally: @unchecked Sendable {
    private let cells: UnsafeMutablePointer<Atomic<Int>>
    private let count: Int

    init(_ count: Int) {
        self.count = count
        cells = .allocate(capacity: count)
        for index in 0..<count { (cells + index).initialize(to: Atomic(0)) }
    }

    deinit {
        cells.deinitialize(count: count)
        cells.deallocate()
    }

    /// The new value.
    @discardableResult
    func add(_ index: Int, _ amount: Int = 1) -> Int {
        precondition(index < count)
        return cells[index].wrappingAdd(amount, ordering: .relaxed).newValue
    }

    var counts: [Int] { (0..<count).map { cells[$0].load(ordering: .relaxed) } }
}

private func spin(microseconds: Int) {
    let end = ContinuousClock.now + .microseconds(microseconds)
    while ContinuousClock.now < end {}
}
