import GenerationTypes

/// A new job's row, with its JSON written before the transaction begins.
struct JobColumns: Sendable {
    let job: Job
    let key: KeyID?
    let priority: Int
    let request: String
    let ignoredParameters: String

    init(_ job: Job, key: KeyID?, priority: Int) throws {
        self.job = job
        self.key = key
        self.priority = priority
        request = try JSONColumn.encode(job.request)
        ignoredParameters = try JSONColumn.text(of: job.ignoredParameters)
    }

    func insert(_ db: any SQLConnection) throws {
        db.tell(.queued)
        try db.run(
            """
            INSERT INTO job (id, account_id, key_id, model, engine, price, submitted_at, record_expires_at, deadline_at,
                webhook_url, status, not_before, request, request_body, ignored_parameters, priority,
                turn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, \(JobQueue.turn))
            """,
            [
                job.id.rawValue, job.account.rawValue, key?.rawValue, job.model, job.engine, job.price.rawValue,
                job.submitted.milliseconds, job.recordExpires.milliseconds, job.deadline?.milliseconds,
                job.webhookURL, job.submitted.milliseconds, request, job.requestBody, ignoredParameters, priority,
            ] + JobQueue.turnArguments(job, priority: priority)
        )
    }
}
