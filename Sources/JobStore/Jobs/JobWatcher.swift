import Synchronization

/// Waits for jobs. One loop asks the database, and only while somebody waits: a thousand waiters cost one small query
/// per tick, and none while nothing is written (``ChangeFeed``).
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

    private let database: any SQLDatabase
    private let feed: any ChangeFeed
    private let tick: Duration
    private let clock: WallClock
    private let table = Mutex(Table())

    init(database: any SQLDatabase, tick: Duration, clock: WallClock) throws {
        self.database = database
        feed = try database.makeChangeFeed()
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

    /// Each round: what may have changed? Which of these jobs, and of those with new waiters, have a newer revision? Tell
    /// their waiters.
    private func watch() async {
        var changes = JobChanges.unknown
        while let subscribers = current() {
            // A database that does not answer now is asked again in the next round; waiters have their deadlines.
            do {
                changes = changes.joined(with: try await feed.changes())
                tell(try await look(for: subscribers, changes), asked: subscribers)
                changes = .nothing
            } catch {}
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

    /// The jobs that were looked up: nil where there is none; the others only where their revision is new.
    private func look(for subscribers: [Int: Subscriber], _ changes: JobChanges) async throws -> [JobID: Job?] {
        var seen: [JobID: Int64] = [:]
        for subscriber in subscribers.values {
            seen[subscriber.job] = min(seen[subscriber.job] ?? .max, subscriber.seen)
        }
        let wanted = seen.filter { $0.value == 0 || changes.contains($0.key) }
        guard !wanted.isEmpty else { return [:] }
        return try await database.read { db in try Self.changed(wanted, db) }
    }

    private static func changed(_ seen: [JobID: Int64], _ db: any SQLConnection) throws -> [JobID: Job?] {
        let ids = try JSONColumn.encode(seen.keys.map(\.rawValue))
        let revisions = try db.rows(
            "SELECT id, revision FROM job WHERE id IN (SELECT value FROM \(db.dialect.textsOfArray("?")) AS ids)",
            [ids]
        ) { row in (id: JobID(stored: row["id"]), revision: row["revision"] as Int64) }
        var jobs = seen.mapValues { _ in Job?.none }
        for (id, revision) in revisions {
            if revision > seen[id, default: 0] {
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
