import Synchronization

/// Workers of this process that want jobs at the same time: while jobs are taken for some, the others gather, and are served
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

    private enum Turn {
        /// To take jobs for oneself and for these, who wait for them.
        case serve([Waiter])
        case done(ClaimedJob?)
    }

    private typealias Waiter = CheckedContinuation<Turn, any Error>

    private struct Line {
        var servers = 0
        var waiting: [Waiter] = []
    }

    /// How many of those with the same wish serve at the same time.
    private let serverLimit: Int
    /// A wish is in the table as long as somebody serves it.
    private let lines = Mutex<[Wish: Line]>([:])

    init(serverLimit: Int) { self.serverLimit = serverLimit }

    /// A job of those that `take` takes: as many as it is told, at most. Whoever comes first serves, then the first of those who
    /// came meanwhile.
    func claim(_ wish: Wish, _ take: (Wish, Int) async throws -> [ClaimedJob]) async throws -> ClaimedJob? {
        let turn = try await withCheckedThrowingContinuation { (waiter: Waiter) in
            let mayServe = lines.withLock { lines in
                guard lines[wish, default: Line()].servers < serverLimit else {
                    lines[wish]?.waiting.append(waiter)
                    return false
                }
                lines[wish, default: Line()].servers += 1
                return true
            }
            if mayServe { waiter.resume(returning: .serve([])) }
        }
        switch turn {
        case .done(let job): return job
        case .serve(let others):
            defer { passOn(wish) }
            return try await serve(others, wish, take)
        }
    }

    private func serve(
        _ others: [Waiter],
        _ wish: Wish,
        _ take: (Wish, Int) async throws -> [ClaimedJob]
    ) async throws -> ClaimedJob? {
        do {
            let jobs = try await take(wish, others.count + 1)
            for (number, waiter) in others.enumerated() {
                waiter.resume(returning: .done(number + 1 < jobs.count ? jobs[number + 1] : nil))
            }
            return jobs.first
        } catch {
            for waiter in others { waiter.resume(throwing: error) }
            throw error
        }
    }

    private func passOn(_ wish: Wish) {
        let group = lines.withLock { lines -> ArraySlice<Waiter> in
            guard var line = lines[wish] else { return [] }
            let group = line.waiting.prefix(Self.groupLimit)
            line.waiting.removeFirst(group.count)
            if group.isEmpty { line.servers -= 1 }
            lines[wish] = line.servers > 0 ? line : nil
            return group
        }
        group.first?.resume(returning: .serve(Array(group.dropFirst())))
    }
}

/// Where a worker looks for jobs.
enum LaneChoice: Sendable, Hashable {
    case these(Set<JobLane>)
    /// All lanes of these engines.
    case engines(Set<String>)

    /// The lane, when there is no choice.
    var onlyLane: JobLane? {
        if case .these(let lanes) = self, lanes.count == 1 { lanes.first } else { nil }
    }

    func lanes(_ db: any SQLConnection) throws -> [JobLane] {
        switch self {
        case .these(let lanes): lanes.sorted()
        case .engines(let engines): try JobQueue.lanes(of: engines.sorted(), db)
        }
    }
}
