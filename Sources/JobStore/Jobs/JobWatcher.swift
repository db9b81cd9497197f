import GRDB
import Synchronization

/// Waits for jobs. One loop asks the database, and only while somebody waits: a thousand waiters cost one small query
/// per tick, and none while nothing is written.
public final class JobWatcher: Sendable {
    private struct Subscriber {
        let job: JobID
        let until: Timestamp?
        var seen: Int64 = 0
        let stream: AsyncStream<Job>.Continuation
    }

    private struct Table {
        var subscribers: [Int: Subscriber] = [:]
        var nextNumber = 0
        var isWatched = false
    }

    private let connection: DatabaseQueue
    private let tick: Duration
    private let clock: WallClock
    private let table = Mutex(Table())

    /// The watcher has a connection of its own, because `PRAGMA data_version` tells one connection what the others did.
    init(database path: String, tick: Duration, clock: WallClock) throws {
        var configuration = Configuration()
        configuration.label = "watcher"
        configuration.readonly = true
        configuration.busyMode = .timeout(5)
        do {
            connection = try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
        self.tick = tick
        self.clock = clock
    }

    /// Waits until the job has ended and gives it back; as it is then, when the deadline comes first; nil when there is
    /// no such job.
    ///
    /// - Throws: `CancellationError`.
    public func wait(for id: JobID, until deadline: Timestamp? = nil) async throws -> Job? {
        var latest: Job?
        for await job in changes(of: id, until: deadline) { latest = job }
        try Task.checkCancellation()
        return latest
    }

    /// The job as it is now and then after each change, until it has ended, the deadline comes or nobody listens. A slow
    /// listener misses states in between, never the last one.
    public func changes(of id: JobID, until deadline: Timestamp? = nil) -> AsyncStream<Job> {
        let (jobs, stream) = AsyncStream.makeStream(of: Job.self, bufferingPolicy: .bufferingNewest(8))
        let (number, isFirst) = table.withLock { table in
            defer {
                table.nextNumber += 1
                table.isWatched = true
            }
            table.subscribers[table.nextNumber] = Subscriber(job: id, until: deadline, stream: stream)
            return (table.nextNumber, !table.isWatched)
        }
        stream.onTermination = { [weak self] _ in self?.remove(number) }
        if isFirst {
            // Unstructured, because it serves all waiters and must outlive the one that came first. It ends with the
            // last of them.
            Task { await watch() }
        }
        return jobs
    }

    private func remove(_ number: Int) {
        table.withLock { table in table.subscribers[number] = nil }
    }

    // MARK: - The loop

    /// Each round: did anybody write? If so, or for new waiters, which jobs have a newer revision? Tell their waiters.
    private func watch() async {
        var version: Int?
        while let subscribers = current() {
            // A database that does not answer now is asked again in the next round; waiters have their deadlines.
            if let round = try? await look(for: subscribers, since: version) {
                version = round.version
                tell(round.jobs, asked: subscribers)
            }
            dismissLate()
            try? await Task.sleep(for: tick)
        }
    }

    private func current() -> [Int: Subscriber]? {
        table.withLock { table in
            guard table.subscribers.isEmpty else { return table.subscribers }
            table.isWatched = false
            return nil
        }
    }

    private struct Round: Sendable {
        let version: Int
        /// The jobs that were looked up: nil where there is none; the whole job only where its revision is new.
        let jobs: [JobID: Job?]
    }

    private func look(for subscribers: [Int: Subscriber], since version: Int?) async throws -> Round {
        var seen: [JobID: Int64] = [:]
        for subscriber in subscribers.values {
            seen[subscriber.job] = min(seen[subscriber.job] ?? .max, subscriber.seen)
        }
        return try await connection.unsafeRead { [seen] db in
            // Before the query: a change after it is seen in the next round.
            let newVersion = try db.value(Int.self, "PRAGMA data_version") ?? 0
            let wanted = newVersion == version ? seen.filter { $0.value == 0 } : seen
            guard !wanted.isEmpty else { return Round(version: newVersion, jobs: [:]) }
            return Round(version: newVersion, jobs: try Self.changed(wanted, db))
        }
    }

    private static func changed(_ seen: [JobID: Int64], _ db: Database) throws -> [JobID: Job?] {
        let ids = try JSONColumn.encode(seen.keys.map(\.rawValue))
        let revisions = try db.rows(
            "SELECT id, revision FROM job WHERE id IN (SELECT value FROM json_each(?))",
            [ids]
        )
        var jobs = seen.mapValues { _ in Job?.none }
        for row in revisions {
            let id = JobID(stored: row["id"])
            if row["revision"] > seen[id, default: 0] {
                jobs[id] = try Job.find(id, db)
            } else {
                jobs.removeValue(forKey: id)
            }
        }
        return jobs
    }

    private func tell(_ jobs: [JobID: Job?], asked: [Int: Subscriber]) {
        for (number, subscriber) in asked {
            guard let answer = jobs[subscriber.job] else { continue }
            guard let job = answer else {
                subscriber.stream.finish()
                continue
            }
            guard job.revision > subscriber.seen else { continue }
            table.withLock { table in table.subscribers[number]?.seen = job.revision }
            subscriber.stream.yield(job)
            if job.status.isFinished { subscriber.stream.finish() }
        }
    }

    private func dismissLate() {
        let now = clock.now
        let late = table.withLock { table in
            table.subscribers.values.filter { subscriber in subscriber.until.map { $0 <= now } ?? false }
        }
        for subscriber in late { subscriber.stream.finish() }
    }
}
