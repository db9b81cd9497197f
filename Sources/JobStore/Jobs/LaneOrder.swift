import Synchronization

/// When a worker served which lane: among several it goes on with the one that it served longest ago.
final class LaneOrder: Sendable {
    private struct State {
        var served: [JobLane: Int] = [:]
        var count = 0
        var hadJob = false
    }

    private let state = Mutex(State())

    /// Whether to look before jobs are taken, which costs a write. Under load there is another job after the last.
    var isDoubtful: Bool { state.withLock { !$0.hadJob } }

    /// In the order in which they are to be served.
    func sorted(_ heads: [(lane: JobLane, priority: Int)]) -> [JobLane] {
        let served = state.withLock { $0.served }
        func rank(_ head: (lane: JobLane, priority: Int)) -> (Int, Int, JobLane) {
            (-head.priority, served[head.lane] ?? 0, head.lane)
        }
        return heads.sorted { rank($0) < rank($1) }.map(\.lane)
    }

    /// Nil: there was no job.
    func note(_ lane: JobLane?) {
        state.withLock { state in
            state.hadJob = lane != nil
            guard let lane else { return }
            state.count += 1
            state.served[lane] = state.count
        }
    }
}
