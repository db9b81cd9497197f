import Synchronization
import Testing

@testable import HTTPAPI

struct FetchSlotsTests {
    @Test func neverMoreWorkThanSlots() async throws {
        let slots = FetchSlots(count: 3)
        let working = Working()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await slots.withSlot {
                        working.begin()
                        for _ in 0..<10 { await Task.yield() }
                        working.end()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(working.most <= 3)
        #expect(working.now == 0)
    }

    @Test func aCancelledWaiterLeavesTheLine() async throws {
        let slots = FetchSlots(count: 1)
        let (gate, open) = AsyncStream<Void>.makeStream()
        let holder = Task { try await slots.withSlot { for await _ in gate {} } }
        let waiter = Task { try await slots.withSlot { Issue.record("the slot was taken") } }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        open.finish()
        try await holder.value
        // The slot is free again.
        try await slots.withSlot {}
    }

    @Test func aSlotIsFreeAgainAfterAnError() async {
        struct Trouble: Error {}
        let slots = FetchSlots(count: 1)
        for _ in 0..<3 {
            await #expect(throws: Trouble.self) { try await slots.withSlot { throw Trouble() } }
        }
    }
}

/// Counts how many work at once.
private final class Working: Sendable {
    private let counts = Mutex((now: 0, most: 0))

    var now: Int { counts.withLock { $0.now } }
    var most: Int { counts.withLock { $0.most } }

    func begin() { counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
    func end() { counts.withLock { $0.now -= 1 } }
}
