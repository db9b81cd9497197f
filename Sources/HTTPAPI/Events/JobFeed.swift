import JobStore
import Synchronization

/// What is told about one job, and who listens. Readers keep a place in the shared log and read on when they are woken,
/// each as fast as its client takes it: nothing waits for a reader, and a reader costs no buffer.
final class JobFeed: Sendable {
    /// One listener.
    struct Reader: Sendable {
        let number: Int
        /// Something is new; ends when there is nothing more to come.
        let wakes: AsyncStream<Void>
        let waker: AsyncStream<Void>.Continuation
    }

    /// What a reader finds when it is woken.
    struct News: Sendable {
        let entries: ArraySlice<EventLog.Entry>
        /// Grows with every heartbeat.
        let heartbeats: Int
        /// Nothing will follow.
        let isComplete: Bool
    }

    private struct State {
        var log = EventLog()
        var heartbeats = 0
        var readers: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextNumber = 0
    }

    private let state = Mutex(State())

    var isAttended: Bool { state.withLock { !$0.readers.isEmpty } }

    // MARK: - Readers

    /// A new reader, who is woken at once. Must be handed to ``close(_:)``.
    func open() -> Reader {
        let (wakes, waker) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = state.withLock { state in
            state.nextNumber += 1
            state.readers[state.nextNumber] = waker
            return state.nextNumber
        }
        waker.yield()
        return Reader(number: number, wakes: wakes, waker: waker)
    }

    func close(_ reader: Reader) { state.withLock { $0.readers[reader.number] = nil } }

    func news(after id: EventID?) -> News {
        state.withLock { state in
            News(
                entries: state.log.entries(after: id),
                heartbeats: state.heartbeats,
                isComplete: state.log.hasEnded
            )
        }
    }

    // MARK: - The source

    /// What is told together wakes every reader once.
    func append(_ events: JobEvent..., revision: Int64) { append(events, revision: revision) }

    func append(_ events: [JobEvent], revision: Int64) {
        wake { state in
            events.reduce(false) { isNews, event in state.log.append(event, revision: revision) || isNews }
        }
    }

    func beat() {
        wake { state in
            state.heartbeats += 1
            return true
        }
    }

    /// Nothing more is known: readers end, and come back where they can.
    func abandon() { for waker in state.withLock({ $0.readers.values }) { waker.finish() } }

    private func wake(_ change: (inout State) -> Bool) {
        let wakers = state.withLock { state in change(&state) ? Array(state.readers.values) : [] }
        for waker in wakers { waker.yield() }
    }
}
