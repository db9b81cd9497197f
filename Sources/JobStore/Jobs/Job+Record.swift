import GenerationTypes

/// A job's row, and the statements that change it. All run inside the transaction of the caller.
extension Job {
    /// A job as it is when it is accepted.
    init(_ new: NewJob, id: JobID, at now: Timestamp, settings: StoreSettings) {
        self.init(
            id: id,
            account: new.account,
            model: new.model.slug,
            engine: new.model.engine,
            price: new.model.price,
            request: new.request,
            requestBody: new.requestBody,
            ignoredParameters: new.ignoredParameters,
            webhookURL: new.webhookURL,
            submitted: now,
            recordExpires: now + settings.recordRetention,
            deadline: new.deadline,
            state: JobState(phase: .queued(notBefore: now)),
            started: nil,
            finished: nil,
            progress: nil,
            output: nil,
            revision: 1
        )
    }

    init(row: any SQLRow) throws {
        self.init(
            id: JobID(stored: row["id"]),
            account: AccountID(rawValue: row["account_id"]),
            model: row["model"],
            engine: row["engine"],
            price: MicroDollars(row["price"]),
            request: try JSONColumn.decode(GenerationRequest.self, from: row["request"]),
            requestBody: row["request_body"],
            ignoredParameters: try JSONColumn.texts(from: row["ignored_parameters"]),
            webhookURL: row["webhook_url"],
            submitted: Timestamp(milliseconds: row["submitted_at"]),
            recordExpires: Timestamp(milliseconds: row["record_expires_at"]),
            deadline: Timestamp(stored: row["deadline_at"]),
            state: try JobState(row: row),
            started: Timestamp(stored: row["started_at"]),
            finished: Timestamp(stored: row["finished_at"]),
            progress: GenerationProgress(row: row),
            output: try JobOutput(row: row),
            revision: row["revision"]
        )
    }

    /// What of a job is not known from its claim. A server says of every column of each answer what it is, which costs more than
    /// the column itself.
    static let claimedColumns = """
        id, account_id, model, engine, price, request, request_body, ignored_parameters, webhook_url, submitted_at,
        record_expires_at, deadline_at, attempt, lease_number, cancel_reason, revision
        """

    /// A job as it is when it was taken, of these columns.
    init(claimed row: any SQLRow, _ claim: Claim, at now: Timestamp) throws {
        self.init(
            id: JobID(stored: row[0]),
            account: AccountID(rawValue: row[1]),
            model: row[2],
            engine: row[3],
            price: MicroDollars(row[4]),
            request: try JSONColumn.decode(GenerationRequest.self, from: row[5]),
            requestBody: row[6],
            ignoredParameters: try JSONColumn.texts(from: row[7]),
            webhookURL: row[8],
            submitted: Timestamp(milliseconds: row[9]),
            recordExpires: Timestamp(milliseconds: row[10]),
            deadline: Timestamp(stored: row[11]),
            state: JobState(
                phase: .processing(worker: claim.worker, leaseExpires: claim.leaseExpires),
                attempt: row[12],
                leaseNumber: row[13],
                cancelRequest: try (row[14] as String?).map { try StoredText.parse($0) }
            ),
            started: now,
            finished: nil,
            progress: nil,
            output: nil,
            revision: row[15]
        )
    }

    static func find(_ id: JobID, _ db: any SQLConnection) throws -> Job? {
        try db.first("SELECT * FROM job WHERE id = ?", [id.rawValue], Job.init(row:))
    }

    /// The same for the holder of a lease; nil when the job was taken by another claim since.
    static func find(_ lease: Lease, _ db: any SQLConnection) throws -> Job? {
        try db.first(
            "SELECT * FROM job WHERE id = ? AND claim = ?",
            [lease.job.rawValue, lease.claim],
            Job.init(row:)
        )
    }

    /// For a transaction that changes it: nobody else does until the transaction ends.
    static func hold(_ id: JobID, _ db: any SQLConnection) throws -> Job? {
        try db.first("SELECT * FROM job WHERE id = ?\(db.dialect.holding)", [id.rawValue], Job.init(row:))
    }

    /// The same for the holder of a lease; nil when the job was taken by another claim since.
    static func hold(_ lease: Lease, _ db: any SQLConnection) throws -> Job? {
        try db.first(
            "SELECT * FROM job WHERE id = ? AND claim = ?\(db.dialect.holding)",
            [lease.job.rawValue, lease.claim],
            Job.init(row:)
        )
    }

    /// How many jobs of the same model come first; nil when it does not wait.
    func queuePosition(_ db: any SQLConnection) throws -> Int? {
        try db.value(
            Int.self,
            """
            SELECT (SELECT count(*) FROM job AS ahead
                WHERE ahead.status = 'queued' AND ahead.engine = job.engine AND ahead.model = job.model AND (
                    ahead.priority > job.priority OR ahead.priority = job.priority
                        AND (ahead.turn, ahead.sequence) < (job.turn, job.sequence)))
            FROM job WHERE id = ? AND status = 'queued'
            """,
            [id.rawValue]
        )
    }

    /// Writes a state in which the job has not ended.
    func save(_ state: JobState, progress: GenerationProgress?, _ db: any SQLConnection) throws {
        if state.status == .queued {
            try JobQueue.renewTurn(of: id, lane: JobLane(engine: engine, model: model), db)
        }
        try write(JobChange(state: state, started: started, progress: progress), db)
    }

    /// Writes the end: record, credits and the news for webhooks.
    func end(
        _ state: JobState,
        _ settlement: JobState.Settlement,
        output: JobOutput? = nil,
        at now: Timestamp,
        _ settings: StoreSettings,
        _ db: any SQLConnection
    ) throws {
        var change = JobChange(state: state, started: started, progress: progress)
        change.finished = now
        change.recordExpires = max(recordExpires, now + settings.finishedGrace)
        change.output = output
        try write(change, db)
        try CreditLedger.record(.settle(settlement, price, for: id), account: account, at: now, db)
        try WebhookOutbox.announce(self, state.status, at: now, db)
        // Another one of the model may begin.
        if settings.runningLimits[model] != nil { db.tell(.queued) }
    }

    private func write(_ change: JobChange, _ db: any SQLConnection) throws {
        var change = change
        change.recordExpires = change.recordExpires ?? recordExpires
        try db.run(Self.update, Self.arguments(id, change))
        db.tell(.changed(id))
        if change.state.status == .queued { db.tell(.queued) }
    }

    private static let update = """
        UPDATE job SET revision = revision + 1, status = ?, attempt = ?, lease_number = ?, not_before = ?, worker = ?,
            lease_expires_at = ?, cancel_reason = ?, failure_code = ?, failure_message = ?, started_at = ?,
            finished_at = ?, record_expires_at = ?, step = ?, steps = ?, step_label = ?, output_key = ?,
            output_type = ?, output_bytes = ?, output_width = ?, output_height = ?, inference_milliseconds = ?,
            warnings = ?
        WHERE id = ?
        """

    /// In the order of ``update``.
    private static func arguments(_ id: JobID, _ change: JobChange) throws -> SQLArguments {
        let output = change.output
        return change.state.arguments
            + [
                change.started?.milliseconds, change.finished?.milliseconds,
                change.recordExpires?.milliseconds, change.progress?.step,
                change.progress?.steps, change.progress?.label, output?.artifact.rawValue, output?.mediaType,
                output?.byteCount, output?.size.width, output?.size.height,
                output?.inferenceTime.wholeMilliseconds, try output.map { try JSONColumn.text(of: $0.warnings) },
                id.rawValue,
            ]
    }
}

/// What an event changes in a job's row.
private struct JobChange {
    let state: JobState
    let started: Timestamp?
    var progress: GenerationProgress?
    var finished: Timestamp?
    var recordExpires: Timestamp?
    var output: JobOutput?
}

extension JobState {
    /// In the order of the columns `status` to `failure_message`.
    fileprivate var arguments: SQLArguments {
        var notBefore: Timestamp?
        var worker: WorkerID?
        var leaseExpires: Timestamp?
        switch phase {
        case .queued(let moment): notBefore = moment
        case .processing(let holder, let expires): (worker, leaseExpires) = (holder, expires)
        case .completed, .failed, .cancelled: break
        }
        return [
            status.rawValue, attempt, leaseNumber, notBefore?.milliseconds, worker?.rawValue,
            leaseExpires?.milliseconds, cancelRequest?.rawValue, failure?.code.rawValue, failure?.message,
        ]
    }

    init(row: any SQLRow) throws {
        let status: JobStatus = try StoredText.parse(row["status"])
        let phase: Phase =
            switch status {
            case .queued: .queued(notBefore: Timestamp(milliseconds: row["not_before"]))
            case .processing:
                .processing(
                    worker: WorkerID(rawValue: row["worker"]),
                    leaseExpires: Timestamp(milliseconds: row["lease_expires_at"])
                )
            case .completed: .completed
            case .failed: .failed(try GenerationFailure(row: row))
            case .cancelled: .cancelled(try GenerationFailure(row: row))
            }
        self.init(
            phase: phase,
            attempt: row["attempt"],
            leaseNumber: row["lease_number"],
            cancelRequest: try (row["cancel_reason"] as String?).map { try StoredText.parse($0) }
        )
    }
}

extension GenerationFailure {
    fileprivate init(row: any SQLRow) throws {
        self.init(try StoredText.parse(row["failure_code"]), row["failure_message"])
    }
}

extension GenerationProgress {
    init?(row: any SQLRow) {
        guard let step: Int = row["step"], let steps: Int = row["steps"] else { return nil }
        self.init(step: step, steps: steps, label: row["step_label"] ?? "")
    }
}

extension JobOutput {
    fileprivate init?(row: any SQLRow) throws {
        guard let text: String = row["output_key"] else { return nil }
        guard let artifact = ArtifactKey(text) else {
            throw StoreError(.corrupt, "the database holds the artifact key '\(text)', which cannot be one")
        }
        self.init(
            artifact: artifact,
            mediaType: row["output_type"],
            byteCount: row["output_bytes"],
            size: PixelSize(width: row["output_width"], height: row["output_height"]),
            warnings: try JSONColumn.texts(from: row["warnings"]),
            inferenceTime: .milliseconds(row["inference_milliseconds"] as Int64)
        )
    }
}
