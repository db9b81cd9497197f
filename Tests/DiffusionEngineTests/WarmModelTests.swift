import Foundation
import Synchronization
import Tensors
import Testing

@testable import DiffusionEngine

struct WarmModelTests {
    private final class Loads: Sendable {
        let count = Atomic<Int>(0)
    }

    @Test func requestsInARowLoadOnce() throws {
        let loads = Loads()
        let model = WarmModel<Int>(idleTime: .seconds(600)) { _ in
            loads.count.add(1, ordering: .relaxed).newValue
        }
        #expect(!model.isLoaded)
        for _ in 0..<3 { #expect(try model.withModel { $0 } == 1) }
        #expect(model.isLoaded)
    }

    @Test func whoComesDuringALoadWaitsForIt() {
        let loads = Loads()
        let model = WarmModel<Int>(idleTime: .seconds(600)) { _ in
            // Long enough for the others to come.
            Thread.sleep(forTimeInterval: 0.05)
            return loads.count.add(1, ordering: .relaxed).newValue
        }
        DispatchQueue.concurrentPerform(iterations: 8) { _ in _ = try? model.withModel { $0 } }
        #expect(loads.count.load(ordering: .relaxed) == 1)
    }

    @Test func whoWaitsForALoadCanBeCancelledAndTakesOverAfterOneThatIs() throws {
        let loads = Loads()
        let isGivenUp = Mutex(false)
        let loadBegan = DispatchSemaphore(value: 0)
        let model = WarmModel<Int>(idleTime: .seconds(600)) { isCancelled in
            let number = loads.count.add(1, ordering: .relaxed).newValue
            guard number == 1 else { return number }
            loadBegan.signal()
            while !isCancelled() { Thread.sleep(forTimeInterval: 0.001) }
            throw CancellationError()
        }
        let ended = DispatchGroup()
        let outcomes = Mutex<[String]>([])
        DispatchQueue.global().async(group: ended) {
            let value = try? model.withModel(isCancelled: { isGivenUp.withLock { $0 } }) { $0 }
            outcomes.withLock { $0.append("first \(value ?? 0)") }
        }
        loadBegan.wait()
        // The load goes on: this one hears of its own cancel all the same.
        #expect(throws: CancellationError.self) { _ = try model.withModel(isCancelled: { true }) { $0 } }
        let asked = Mutex(0)
        #expect(throws: CancellationError.self) {
            _ = try model.withModel(isCancelled: {
                asked.withLock {
                    $0 += 1; return $0 == 3
                }
            }) { $0 }
        }
        DispatchQueue.global().async(group: ended) {
            let value = try? model.withModel { $0 }
            outcomes.withLock { $0.append("second \(value ?? 0)") }
        }
        isGivenUp.withLock { $0 = true }
        ended.wait()
        #expect(outcomes.withLock { $0.sorted() } == ["first 0", "second 2"])
    }

    @Test func anIdleModelLeavesMemoryAndComesBack() throws {
        let loads = Loads()
        let model = WarmModel<Int>(idleTime: .milliseconds(1)) { _ in
            loads.count.add(1, ordering: .relaxed).newValue
        }
        _ = try model.withModel { $0 }
        let end = ContinuousClock.now + .seconds(30)
        while model.isLoaded, ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.001) }
        #expect(!model.isLoaded)
        #expect(try model.withModel { $0 } == 2)
    }

    @Test func aLoadThatFailsIsTriedAgain() throws {
        let loads = Loads()
        let model = WarmModel<Int>(idleTime: .seconds(600)) { _ in
            let number = loads.count.add(1, ordering: .relaxed).newValue
            if number == 1 { throw CancellationError() }
            return number
        }
        #expect(throws: CancellationError.self) { _ = try model.withModel { $0 } }
        #expect(try model.withModel { $0 } == 2)
    }

    @Test func theFewLastValuesAreRemembered() {
        let values = RecentValues<Int, Int>(limit: 2)
        let made = Mutex<[Int]>([])
        func value(_ key: Int) -> Int {
            values.value(for: key) {
                made.withLock { $0.append(key) }
                return key * 10
            }
        }
        #expect([1, 2, 1, 3, 1, 2].map(value) == [10, 20, 10, 30, 10, 20])
        #expect(made.withLock { $0 } == [1, 2, 3, 2])
    }

    @Test func meansOfSquaresLeaveOutWhatFillsNone() {
        let picture = Tensor([2, 5, 1], floats: [1, 3, 5, 7, 100, 1, 3, 5, 7, 100])
        let small = averaged(picture, factor: 2)
        #expect(small.shape == [1, 2, 1])
        #expect(small.floats() == [2, 6])
    }

    @Test func theLeastOfSystemAndControlGroupIsAvailable() {
        let files = [
            "/proc/meminfo": "MemTotal: 100 kB\nMemAvailable:   50 kB\n", "/sys/fs/cgroup/memory.max": "40960\n",
            "/sys/fs/cgroup/memory.current": "30720\n",
        ]
        #expect(AvailableMemory.bytes { files[$0] } == 10_240)
        #expect(AvailableMemory.bytes { $0 == "/sys/fs/cgroup/memory.max" ? "max\n" : files[$0] } == 51_200)
        #expect(AvailableMemory.bytes { _ in nil } == nil)
    }
}
