import JobStore
import Synchronization

/// When a worker was asked to end, and how long it may still take.
final class Drain: Sendable {
    private let limit: Duration
    private let time: SteadyClock
    private let deadline = Mutex<Duration?>(nil)

    init(limit: Duration, time: SteadyClock) {
        self.limit = limit
        self.time = time
    }

    /// Begins at the first call; later calls change nothing.
    func begin() {
        deadline.withLock { deadline in deadline = deadline ?? time.now + limit }
    }

    /// Whether no further job is to be taken.
    var hasBegun: Bool { deadline.withLock { $0 != nil } }

    /// Whether running jobs have to go back to the queue.
    var isOver: Bool { deadline.withLock { $0.map { time.now >= $0 } ?? false } }
}
