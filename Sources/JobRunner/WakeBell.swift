public import JobStore
import Synchronization

/// Wakes idle workers. A ring is never lost: whoever waits says which rings it has heard, and returns at once when
/// there was another one since.
public final class WakeBell: Sendable {
    private struct State {
        var rings = 0
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    public init() {}

    /// How often it rang so far.
    public var rings: Int { state.withLock { $0.rings } }

    /// There is a job, or another reason to look.
    public func ring() {
        let waiters = state.withLock { state in
            state.rings += 1
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns when it rings, after the time-out, or when the task is cancelled. After a ring, the sleep that it cut short
    /// still takes a kilobyte until the time-out: that should be seconds.
    public func wait(after heard: Int, upTo timeout: Duration, by time: SteadyClock = .machine) async {
        await withTaskGroup { group in
            group.addTask { await self.wait(after: heard) }
            group.addTask { try? await time.sleep(for: timeout) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Returns when it rings, or when the task is cancelled.
    public func wait(after heard: Int) async {
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    // Cancelled tasks are resumed by the handler below, but only if it finds them here.
                    if state.rings > heard || Task.isCancelled { return true }
                    state.waiters[number] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: number) }?.resume()
        }
    }
}
