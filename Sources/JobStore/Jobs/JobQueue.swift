/// The jobs that wait in some lanes, as they are at a moment.
///
/// - Within a lane, higher priorities come first. Within a priority, accounts take turns: a new job gets the turn after its
///   account's last waiting one, or the turn that it is now for an account that has none (``turn``). So a job that is
///   alone waits for one job of each other account at most, however many they have.
/// - Among lanes whose first jobs have the same priority, the one comes next that was served longest ago (``LaneOrder``).
///
/// The index `job_queue` has this order: finding the next job costs the same, however many wait.
struct JobQueue: Sendable {
    let now: Timestamp
    /// How many jobs of a model may run at the same time on all machines.
    let limits: [String: Int]

    /// The lanes that have a job to take, each with its first job's priority.
    func heads(of lanes: [JobLane], _ db: any SQLConnection) throws -> [(lane: JobLane, priority: Int)] {
        try lanes.compactMap { lane in
            let sql = "SELECT priority \(Self.waiting) ORDER BY priority DESC, turn, sequence LIMIT 1"
            guard let priority = try db.value(Int.self, sql, arguments(lane)), try room(for: lane.model, db) > 0 else {
                return nil
            }
            return (lane, priority)
        }
    }

    /// Every lane of some engines that has jobs, for workers that take whatever their engines can do.
    static func lanes(of engines: [String], _ db: any SQLConnection) throws -> [JobLane] {
        var lanes: [JobLane] = []
        for engine in engines {
            var last = ""
            // From one model to the next by the index, past all jobs in between.
            let sql = "SELECT min(model) FROM job WHERE status = 'queued' AND engine = ? AND model > ?"
            while let model = try db.value(String.self, sql, [engine, last]) {
                lanes.append(JobLane(engine: engine, model: model))
                last = model
            }
        }
        return lanes
    }

    /// Takes the lane's next jobs, those that others are about to take excepted: what ``JobState/claim(by:until:at:)`` does to
    /// each, in one statement.
    func take(_ count: Int, from lane: JobLane, _ claim: Claim, _ db: any SQLConnection) throws -> [Job] {
        let next = """
            SELECT sequence \(Self.waiting) ORDER BY priority DESC, turn, sequence LIMIT \(count)\(db.dialect.holdingWhatIsFree)
            """
        let jobs = try db.rows(
            """
            UPDATE job SET revision = revision + 1, status = 'processing', attempt = attempt + 1,
                lease_number = lease_number + 1, not_before = NULL, worker = ?, lease_expires_at = ?, started_at = ?,
                claim = ?, step = NULL, steps = NULL, step_label = NULL
            WHERE \(db.dialect.among("sequence", next)) RETURNING \(Job.claimedColumns)
            """,
            [claim.worker.rawValue, claim.leaseExpires.milliseconds, now.milliseconds, claim.number] + arguments(lane)
        ) { row in try Job(claimed: row, claim, at: now) }
        for job in jobs { db.tell(.changed(job.id)) }
        return jobs
    }

    /// The same of a lane that may have only so many running: they are counted first.
    func takeWithinLimit(_ count: Int, from lane: JobLane, _ claim: Claim, _ db: any SQLConnection) throws -> [Job] {
        try db.hold(.limitedClaims)
        let count = min(count, try room(for: lane.model, db))
        return count > 0 ? try take(count, from: lane, claim, db) : []
    }

    /// What an earlier ``take(_:from:_:_:)`` took.
    static func taken(by claim: Claim, _ db: any SQLConnection) throws -> [Job] {
        let jobs = try db.rows(
            "SELECT * FROM job WHERE status = 'processing' AND lease_expires_at = ? AND worker = ? AND claim = ?",
            [claim.leaseExpires.milliseconds, claim.worker.rawValue, claim.number],
            Job.init(row:)
        )
        for job in jobs { db.tell(.changed(job.id)) }
        return jobs
    }

    /// How many more jobs of the model may run now.
    private func room(for model: String, _ db: any SQLConnection) throws -> Int {
        guard let limit = limits[model] else { return .max }
        // By the index of leases: only jobs that run have one.
        let running = "SELECT count(*) FROM job WHERE status = 'processing' AND lease_expires_at > 0 AND model = ?"
        return max(0, limit - (try db.value(Int.self, running, [model]) ?? 0))
    }

    private static let waiting = """
        FROM job WHERE status = 'queued' AND engine = ? AND model = ? AND not_before <= ?
            AND (deadline_at IS NULL OR deadline_at > ?)
        """

    private func arguments(_ lane: JobLane) -> SQLArguments {
        [lane.engine, lane.model, now.milliseconds, now.milliseconds]
    }
}

// MARK: - Turns

extension JobQueue {
    /// An expression: the turn of a new job of an account, in a lane and a priority. Its arguments: ``turnArguments(_:priority:)``.
    static let turn = """
        (SELECT coalesce(max(turn), 0) FROM (
            SELECT turn + 1 AS turn FROM (SELECT turn FROM job
                WHERE status = 'queued' AND account_id = ? AND engine = ? AND model = ? AND priority = ?
                ORDER BY turn DESC LIMIT 1) AS own
            UNION ALL SELECT turn FROM (\(current)) AS head) AS turns)
        """

    static func turnArguments(_ job: Job, priority: Int) -> SQLArguments {
        [job.account.rawValue, job.engine, job.model, priority, job.engine, job.model, priority]
    }

    /// A job that comes back is among the next ones. It does not keep its old turn: to newcomers that would seem to be
    /// the turn that it is now, and they would all come before those who have waited since.
    static func renewTurn(of id: JobID, lane: JobLane, _ db: any SQLConnection) throws {
        guard let priority = try db.value(Int.self, "SELECT priority FROM job WHERE id = ?", [id.rawValue]) else {
            return
        }
        try db.run(
            "UPDATE job SET turn = coalesce((\(current)), turn) WHERE id = ?",
            [lane.engine, lane.model, priority, id.rawValue]
        )
    }

    private static let current = """
        SELECT turn FROM job WHERE status = 'queued' AND engine = ? AND model = ? AND priority = ?
        ORDER BY turn, sequence LIMIT 1
        """
}
