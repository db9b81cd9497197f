import Synchronization

/// When a worker was asked to end, and how long it may still take.
final class Drain: Sendable {
    private let limit: Duration
    private let deadline = Mutex<ContinuousClock.Instant?>(nil)

    init(limit: Duration) { self.limit = limit }

    /// Begins at the first call; later calls change nothing.
    func begin() {
        deadline.withLock { deadline in deadline = deadline ?? .now + limit }
    }

    /// Whether no further job is to be taken.
    var hasBegun: Bool { deadline.withLock { $0 != nil } }

    /// Whether running jobs have to go back to the queue.
    var isOver: Bool { deadline.withLock { $0.map { .now >= $0 } ?? false } }
}
