import GenerationTypes

/// When jobs will have ended, by what earlier ones took: a moving mean for each engine, model, resolution and machine.
public struct JobEstimates: Sendable {
    /// How many jobs the mean remembers, roughly: enough to be calm, few enough to follow a machine that changes.
    static let memory = 20

    /// Where a waiting job is.
    public struct Waiting: Sendable, Hashable {
        /// Jobs of the same model that come first; 0 for the next one.
        public let position: Int
        /// Until the job's end; nil while nothing is known about such jobs.
        public let remaining: Duration?

        public init(position: Int, remaining: Duration?) {
            self.position = position
            self.remaining = remaining
        }
    }

    let database: any SQLDatabase
    let clock: WallClock

    /// How long a running job goes on; nil while nothing is known about such jobs on its machine, and when it takes
    /// longer than they do.
    public func remaining(of job: Job) async throws -> Duration? {
        guard case .processing(let worker, _) = job.state.phase, let started = job.started else { return nil }
        let end = try await database.read { db in
            try JobDuration.mean(of: job, on: worker.machine, db).map { started + $0 }
        }
        let now = clock.now
        return end.flatMap { $0 > now ? $0 - now : nil }
    }

    /// Where a job waits; nil when it does not.
    ///
    /// All workers of an engine that has a queue are busy, so the number of its running jobs is that of the workers.
    public func waiting(_ job: Job) async throws -> Waiting? {
        let now = clock.now
        return try await database.read { db in
            guard let position = try job.queuePosition(db) else { return nil }
            guard let own = try JobDuration.mean(of: job, on: nil, db),
                let usual = try JobDuration.mean(engine: job.engine, db)
            else { return Waiting(position: position, remaining: nil) }
            let begins = try db.rows(
                "SELECT started_at FROM job WHERE status = 'processing' AND engine = ?",
                [job.engine]
            ) { row in Timestamp(milliseconds: row["started_at"]) }
            let running = begins.map { max(.zero, usual - (now - $0)) }.reduce(.zero, +)
            let before = (running + usual * position) / max(1, begins.count)
            return Waiting(position: position, remaining: before + own)
        }
    }
}

/// What jobs of one kind took, from the begin of the attempt that delivered.
enum JobDuration {
    static func record(_ job: Job, at now: Timestamp, _ db: any SQLConnection) throws {
        guard case .processing(let worker, _) = job.state.phase, let started = job.started else { return }
        try db.run(
            """
            INSERT INTO job_duration (engine, model, resolution, machine, count, mean_milliseconds)
            VALUES (?, ?, ?, ?, 1, ?)
            ON CONFLICT (engine, model, resolution, machine) DO UPDATE SET
                count = job_duration.count + 1,
                mean_milliseconds = job_duration.mean_milliseconds
                    + (excluded.mean_milliseconds - job_duration.mean_milliseconds)
                    / CASE WHEN job_duration.count < \(JobEstimates.memory) THEN job_duration.count + 1
                        ELSE \(JobEstimates.memory) END
            """,
            [
                job.engine, job.model, job.request.resolution.rawValue, worker.machine,
                Double(max(0, (now - started).wholeMilliseconds)),
            ]
        )
    }

    /// What such a job takes on a machine, or, without one, on those that had such jobs.
    static func mean(of job: Job, on machine: String?, _ db: any SQLConnection) throws -> Duration? {
        let milliseconds = try db.value(
            Double.self,
            """
            SELECT sum(mean_milliseconds * count) / sum(count) FROM job_duration
            WHERE engine = ? AND model = ? AND resolution = ? AND machine = coalesce(?, machine)
            """,
            [job.engine, job.model, job.request.resolution.rawValue, machine]
        )
        return milliseconds.map { .milliseconds(Int64($0.rounded())) }
    }

    /// What any job of an engine takes.
    static func mean(engine: String, _ db: any SQLConnection) throws -> Duration? {
        let milliseconds = try db.value(
            Double.self,
            "SELECT sum(mean_milliseconds * count) / sum(count) FROM job_duration WHERE engine = ?",
            [engine]
        )
        return milliseconds.map { .milliseconds(Int64($0.rounded())) }
    }
}

extension WorkerID {
    /// The computer that the worker runs on: what its id begins with.
    var machine: String { String(rawValue.prefix { $0 != "/" }) }
}
