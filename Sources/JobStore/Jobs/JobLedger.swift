public import GenerationTypes

/// What can happen to a job. One method is one thing, and one transaction: the job's record, its credits, its idempotency
/// record and the news for its webhooks change together or not at all.
///
/// | who | method | leads to |
/// |---|---|---|
/// | server | `accept` | queued, price reserved |
/// | worker | `claim` | processing, under a lease |
/// | worker | `renew` | progress; learns of a cancel, or that the lease is lost |
/// | worker | `complete` | completed, price captured |
/// | worker | `fail` | queued again, or failed and price released |
/// | worker | `releaseOnDrain` | queued again, attempt not counted |
/// | client | `cancel` | cancelled and price released, or the worker is asked to stop |
/// | reaper | `expireLeases`, `expireDeadlines` | queued again, failed or cancelled |
///
/// Which event leads where is decided by ``JobState``.
public struct JobLedger: Sendable {
    let database: any SQLDatabase
    let settings: StoreSettings
    let clock: WallClock
    private let line: ClaimLine
    private let order = LaneOrder()

    /// How often a worker tries to take a job that others were about to take, too, but did not.
    private static let claimRounds = 3

    init(database: any SQLDatabase, settings: StoreSettings, clock: WallClock) {
        self.database = database
        self.settings = settings
        self.clock = clock
        line = ClaimLine(serverLimit: database.claimsAtOnce)
    }

    // MARK: - The server

    /// Takes a request on: from here on it ends in exactly one way, whatever breaks.
    ///
    /// - Throws: ``StoreError`` `insufficientCredits`, or `idempotencyConflict` when the key came with another body.
    public func accept(_ new: NewJob) async throws -> AcceptedJob {
        let now = clock.now
        let job = Job(new, id: .random(at: now), at: now, settings: settings)
        let columns = try JobColumns(job, key: new.key, priority: new.priority)
        let expires = job.submitted + settings.idempotencyRetention
        return try await database.write { db in
            // First of all: whoever comes with the same idempotency key at the same time waits here.
            let balance = try CreditLedger.holdBalance(of: new.account, db)
            if let key = new.idempotency, let earlier = try key.job(of: new.account, at: job.submitted, db) {
                return AcceptedJob(job: earlier, isNew: false)
            }
            guard balance.available >= job.price else {
                throw StoreError.insufficientCredits(available: balance.available, price: job.price)
            }
            try columns.insert(db)
            try new.traceparent.map { try Job.note(traceparent: $0, of: job.id, db) }
            try CreditLedger.record(.reserve(job.price, for: job.id), account: job.account, at: job.submitted, db)
            try new.idempotency?.record(job, expires: expires, db)
            return AcceptedJob(job: job, isNew: true)
        }
    }

    /// The job that an earlier request with the same idempotency key made: a server asks before it fetches images.
    ///
    /// - Throws: ``StoreError`` `idempotencyConflict` when the key came with another body.
    public func accepted(_ key: IdempotencyKey, account: AccountID) async throws -> Job? {
        let now = clock.now
        return try await database.look { db in try key.job(of: account, at: now, db) }
    }

    /// The client, or somebody for it, wants the job to stop. A cancel that is recorded wins over a completion that comes
    /// later. Operators name no account and may cancel any job.
    public func cancel(_ id: JobID, account: AccountID?, reason: CancelReason) async throws -> CancelAnswer {
        let now = clock.now
        return try await database.write { db in
            guard let job = try Job.hold(id, db), account == nil || job.account == account else { return .notFound }
            var state = job.state
            switch state.cancel(reason) {
            case .refused: return .alreadyFinished(job.status)
            case .live:
                try job.save(state, progress: job.progress, db)
                return .requested
            case .ended(let settlement):
                try job.end(state, settlement, at: now, settings, db)
                return .cancelled
            }
        }
    }

    // MARK: - The worker

    /// The next waiting job of the lanes; nil when there is none. Concurrent calls of a worker share a transaction.
    public func claim(by worker: WorkerID, lanes: Set<JobLane>, lease: Duration) async throws -> ClaimedJob? {
        try await line.claim(ClaimLine.Wish(worker: worker, lanes: .these(lanes), lease: lease), take)
    }

    /// The same for a worker that can run every model of its engines.
    public func claim(by worker: WorkerID, engines: Set<String>, lease: Duration) async throws -> ClaimedJob? {
        try await line.claim(ClaimLine.Wish(worker: worker, lanes: .engines(engines), lease: lease), take)
    }

    private func take(_ wish: ClaimLine.Wish, _ count: Int) async throws -> [ClaimedJob] {
        let now = clock.now
        let queue = JobQueue(now: now, limits: settings.runningLimits)
        let claim = Claim(worker: wish.worker, leaseExpires: now + wish.lease)
        for _ in 0..<Self.claimRounds {
            let lanes = try await lanes(of: wish.lanes, queue)
            guard !lanes.isEmpty else { break }
            for lane in lanes {
                let jobs = try await take(count, from: lane, claim, queue)
                guard !jobs.isEmpty else { continue }
                order.note(lane)
                return jobs.map { job in
                    let number = job.state.leaseNumber
                    return ClaimedJob(job: job, lease: claim.lease(of: job.id, number: number))
                }
            }
            order.note(nil)
        }
        return []
    }

    /// Where to look, in this order. To look at the lanes first costs no write; most looks of an idle worker end here.
    private func lanes(of choice: LaneChoice, _ queue: JobQueue) async throws -> [JobLane] {
        if let lane = choice.onlyLane, !order.isDoubtful { return [lane] }
        return try await database.look { [order] db in
            order.sorted(try queue.heads(of: try choice.lanes(db), db))
        }
    }

    private func take(_ count: Int, from lane: JobLane, _ claim: Claim, _ queue: JobQueue) async throws -> [Job] {
        guard settings.runningLimits[lane.model] == nil else {
            return try await database.write { db in try queue.takeWithinLimit(count, from: lane, claim, db) }
        }
        return try await database.writeAtOnce(waitsForDisk: settings.claimsWaitForDisk) { db in
            try queue.take(count, from: lane, claim, db)
        } find: { db in
            let jobs = try JobQueue.taken(by: claim, db)
            return jobs.isEmpty ? nil : jobs
        }
    }

    /// The worker is alive, and tells and shows how far it is.
    public func renew(
        _ lease: Lease,
        for duration: Duration,
        progress: GenerationProgress? = nil,
        preview: JobPreview? = nil
    ) async throws -> LeaseAnswer {
        let now = clock.now
        return try await database.write { db in
            guard let job = try Job.hold(lease, db) else { return .lost }
            var state = job.state
            let expires = now + duration
            guard state.renew(lease: lease.number, until: expires) else { return .lost }
            try job.save(state, progress: progress ?? job.progress, db)
            try preview?.save(for: job.id, db)
            return .held(lease.until(expires), cancel: state.cancelRequest)
        }
    }

    /// Whether the lease is still its worker's: `held` with the reason to stop, if there is one.
    public func look(at lease: Lease) async throws -> LeaseAnswer {
        try await database.look { db in
            guard let state = try Job.find(lease, db)?.state, state.isHeld(by: lease.number) else { return .lost }
            return .held(lease, cancel: state.cancelRequest)
        }
    }

    /// The image is in the artifact store: it is delivered and charged. Whoever did not hear the answer may say it again.
    public func complete(_ lease: Lease, _ output: JobOutput) async throws -> CompletionAnswer {
        let now = clock.now
        return try await database.write { [settings] db in
            guard let job = try Job.hold(lease, db) else { return .lost }
            if job.output?.artifact == output.artifact { return .delivered }
            var state = job.state
            guard case .ended(let settlement) = state.complete(lease: lease.number) else { return .lost }
            try job.end(state, settlement, output: settlement == .capture ? output : nil, at: now, settings, db)
            if settlement == .capture { try JobDuration.record(job, at: now, db) }
            return settlement == .capture ? .delivered : .cancelled
        }
    }

    /// The worker has no image and says why; `cancelled` when it stopped because it was asked to.
    public func fail(_ lease: Lease, _ failure: GenerationFailure) async throws -> FailureAnswer {
        let policy = settings.attempts
        return try await giveUp(lease) { state, now in
            state.fail(lease: lease.number, failure, policy: policy, at: now)
        }
    }

    /// The worker shuts down: somebody else may begin at once, and the attempt is not counted.
    @discardableResult
    public func releaseOnDrain(_ lease: Lease) async throws -> FailureAnswer {
        try await giveUp(lease) { state, now in state.drain(lease: lease.number, at: now) }
    }

    private func giveUp(
        _ lease: Lease,
        _ event: @escaping @Sendable (inout JobState, Timestamp) -> JobState.Outcome
    ) async throws -> FailureAnswer {
        let now = clock.now
        return try await database.write { [settings] db in
            guard let job = try Job.hold(lease, db) else { return .lost }
            var state = job.state
            switch event(&state, now) {
            case .refused: return .lost
            case .live:
                try job.save(state, progress: nil, db)
                return .requeued
            case .ended(let settlement):
                try job.end(state, settlement, at: now, settings, db)
                return .ended(state.status)
            }
        }
    }

    // MARK: - The reaper

    /// Takes jobs from workers that stopped renewing, and says how many.
    @discardableResult
    public func expireLeases() async throws -> Int {
        let policy = settings.attempts
        let now = clock.now
        return try await reap("status = 'processing' AND lease_expires_at <= ?", at: now) { state in
            state.expire(policy: policy, at: now)
        }
    }

    /// Cancels jobs whose deadline is over: for servers that were lost while a client waited. Says how
    /// many.
    @discardableResult
    public func expireDeadlines() async throws -> Int {
        let condition = """
            status IN ('queued', 'processing') AND deadline_at IS NOT NULL AND deadline_at <= ? AND cancel_reason IS NULL
            """
        return try await reap(condition, at: clock.now) { state in state.cancel(.deadline) }
    }

    /// Deletes idempotency records past their time, and says how many.
    @discardableResult
    public func sweepIdempotency() async throws -> Int {
        let now = clock.now
        return try await database.write { db in
            try db.run("DELETE FROM idempotency WHERE expires_at <= ?", [now.milliseconds])
        }
    }

    private func reap(
        _ condition: String,
        at now: Timestamp,
        _ event: @escaping @Sendable (inout JobState) -> JobState.Outcome
    ) async throws -> Int {
        let sql = "SELECT * FROM job WHERE \(condition) ORDER BY sequence LIMIT 100"
        let isNeeded = try await database.read { db in try db.first(sql, [now.milliseconds]) { _ in true } ?? false }
        guard isNeeded else { return 0 }
        return try await database.write { [settings] db in
            var count = 0
            let jobs = try db.rows(sql + db.dialect.holdingWhatIsFree, [now.milliseconds], Job.init(row:))
            // In one order everywhere: two reapers must not wait for each other's accounts.
            for job in jobs.sorted(by: { $0.account.rawValue < $1.account.rawValue }) {
                var state = job.state
                switch event(&state) {
                case .refused: continue
                case .live: try job.save(state, progress: job.progress, db)
                case .ended(let settlement): try job.end(state, settlement, at: now, settings, db)
                }
                count += 1
            }
            return count
        }
    }

    // MARK: - Looking

    /// The job as its client may see it: nil when it is unknown, another account's, or over and past its time.
    public func job(_ id: JobID, account: AccountID) async throws -> Job? {
        let now = clock.now
        return try await database.look { db in
            // Whose it is before what it is: reading another's job would take longer than finding none, and tell of it.
            let owner = try db.first("SELECT account_id FROM job WHERE id = ?", [id.rawValue]) { row in
                row["account_id"] as Int64
            }
            guard owner == account.rawValue, let job = try Job.find(id, db) else { return nil }
            return job.status.isFinished && job.recordExpires <= now ? nil : job
        }
    }

    /// Where the job is, for its client; nil as for ``job(_:account:)``.
    public func report(_ id: JobID, account: AccountID) async throws -> JobReport? {
        let now = clock.now
        return try await database.look { db in
            try JobReport.find(id, at: now, db).flatMap { $0.account == account ? $0 : nil }
        }
    }

    /// The job as operators see it, for as long as its history is kept.
    public func job(_ id: JobID) async throws -> Job? {
        try await database.read { db in try Job.find(id, db) }
    }

    /// How many jobs are in each status that is not an end.
    public func liveCounts() async throws -> [JobStatus: Int] {
        try await database.read { db in
            let counts = try db.rows(
                "SELECT status, count(*) AS jobs FROM job WHERE status IN ('queued', 'processing') GROUP BY status"
            ) { row in (try StoredText.parse(row["status"]) as JobStatus, row["jobs"] as Int) }
            return Dictionary(uniqueKeysWithValues: counts)
        }
    }
}
