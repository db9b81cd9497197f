import JobStore
import Synchronization
import Testing

@testable import HTTPAPI

struct FetchSlotsTests {
    private let account = AccountID(rawValue: 1)
    private let other = AccountID(rawValue: 2)

    @Test func neverMoreWorkThanSlots() async throws {
        let slots = FetchSlots(count: 3, countPerAccount: 3, waitingPerAccount: 50)
        let working = Working()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await slots.withSlot(of: account) {
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
        let slots = FetchSlots(count: 1, countPerAccount: 1, waitingPerAccount: 1)
        let (gate, open) = AsyncStream<Void>.makeStream()
        let holder = Task { try await slots.withSlot(of: account) { for await _ in gate {} } }
        let waiter = Task { try await slots.withSlot(of: account) { Issue.record("the slot was taken") } }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        open.finish()
        try await holder.value
        // The slot is free again.
        try await slots.withSlot(of: account) {}
    }

    @Test func anAccountLeavesRoomForOthers() async throws {
        let slots = FetchSlots(count: 2, countPerAccount: 1, waitingPerAccount: 1)
        let (gate, open) = AsyncStream<Void>.makeStream()
        let (begun, begin) = AsyncStream<Void>.makeStream()
        let holder = Task {
            try await slots.withSlot(of: account) {
                begin.finish()
                for await _ in gate {}
            }
        }
        for await _ in begun {}
        let waiter = Task { try await slots.withSlot(of: account) {} }
        // Another account's work is not behind it.
        try await slots.withSlot(of: other) {}
        while slots.waiting(of: account) == 0 { await Task.yield() }
        await #expect(throws: FetchSlots.TooManyWait.self) { try await slots.withSlot(of: account) {} }
        open.finish()
        try await holder.value
        try await waiter.value
        #expect(slots.waiting(of: account) == 0)
    }

    @Test func accountsTakeTurns() async throws {
        let slots = FetchSlots(count: 1, countPerAccount: 1, waitingPerAccount: 10)
        let (gate, open) = AsyncStream<Void>.makeStream()
        let order = Order()
        let (begun, begin) = AsyncStream<Void>.makeStream()
        let holder = Task {
            try await slots.withSlot(of: other) {
                begin.finish()
                for await _ in gate {}
            }
        }
        for await _ in begun {}
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, next) in [account, account, account, other].enumerated() {
                group.addTask { try await slots.withSlot(of: next) { order.append(next) } }
                while slots.waiting(of: account) + slots.waiting(of: other) <= number { await Task.yield() }
            }
            open.finish()
            try await group.waitForAll()
        }
        try await holder.value
        #expect(order.accounts == [account, other, account, account])
    }

    @Test func aSlotIsFreeAgainAfterAnError() async {
        struct Trouble: Error {}
        let slots = FetchSlots(count: 1, countPerAccount: 1, waitingPerAccount: 1)
        for _ in 0..<3 {
            await #expect(throws: Trouble.self) { try await slots.withSlot(of: account) { throw Trouble() } }
        }
    }
}

/// Who came when.
private final class Order: Sendable {
    private let list = Mutex<[AccountID]>([])

    var accounts: [AccountID] { list.withLock { $0 } }

    func append(_ account: AccountID) { list.withLock { $0.append(account) } }
}

/// Counts how many work at once.
private final class Working: Sendable {
    private let counts = Mutex((now: 0, most: 0))

    var now: Int { counts.withLock { $0.now } }
    var most: Int { counts.withLock { $0.most } }

    func begin() { counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) } }
    func end() { counts.withLock { $0.now -= 1 } }
}
