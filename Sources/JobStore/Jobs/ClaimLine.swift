import Synchronization

/// Workers of this process that want jobs at the same time: while jobs are taken for one, the others gather, and are served
/// together by the next statement and the next wait for the disk.
final class ClaimLine: Sendable {
    /// What is the same for those who are served together.
    struct Wish: Sendable, Hashable {
        let worker: WorkerID
        let lanes: LaneChoice
        let lease: Duration
    }

    /// So many are served together at most.
    static let groupLimit = 32

    private typealias Waiter = CheckedContinuation<ClaimedJob?, any Error>

    /// A wish is in the table as long as somebody serves it.
    private let waiting = Mutex<[Wish: [Waiter]]>([:])

    /// A job of those that `take` takes: as many as it is told, at most.
    func claim(
        _ wish: Wish,
        _ take: @escaping @Sendable (Wish, Int) async throws -> [ClaimedJob]
    ) async throws -> ClaimedJob? {
        try await withCheckedThrowingContinuation { waiter in
            let isFirst = waiting.withLock { waiting in
                defer { waiting[wish, default: []].append(waiter) }
                return waiting[wish] == nil
            }
            // Unstructured, because it serves those who come later, too. It ends when nobody waits.
            if isFirst { Task { await serve(wish, take) } }
        }
    }

    private func serve(_ wish: Wish, _ take: @Sendable (Wish, Int) async throws -> [ClaimedJob]) async {
        while let group = nextGroup(wish) {
            do {
                let jobs = try await take(wish, group.count)
                for (number, waiter) in group.enumerated() {
                    waiter.resume(returning: number < jobs.count ? jobs[number] : nil)
                }
            } catch {
                for waiter in group { waiter.resume(throwing: error) }
            }
        }
    }

    private func nextGroup(_ wish: Wish) -> [Waiter]? {
        waiting.withLock { waiting in
            guard let all = waiting[wish], !all.isEmpty else {
                waiting[wish] = nil
                return nil
            }
            waiting[wish] = Array(all.dropFirst(Self.groupLimit))
            return Array(all.prefix(Self.groupLimit))
        }
    }
}

/// Where a worker looks for jobs.
enum LaneChoice: Sendable, Hashable {
    case these(Set<JobLane>)
    /// All lanes of these engines.
    case engines(Set<String>)

    func lanes(_ db: any SQLConnection) throws -> [JobLane] {
        switch self {
        case .these(let lanes): lanes.sorted()
        case .engines(let engines): try JobQueue.lanes(of: engines.sorted(), db)
        }
    }
}
