import GenerationTypes
import JobStore

/// What clients are told about a job, as JSON.
///
/// | method | goes to |
/// |---|---|
/// | `submitted` | `POST /v2/{slug}` |
/// | `status` | `GET /v2/requests/{id}/status`, and every GET of a job that has not ended |
/// | `result` | `GET /v2/requests/{id}` |
/// | `failure` | the same when the job failed, with HTTP 422 |
/// | `inlineResult` | `POST /v1/{slug}` when the client wants JSON |
struct JobAnswers: Sendable {
    let job: Job
    let origin: PublicOrigin

    var wireStatus: String {
        switch job.status {
        case .queued: "QUEUED"
        case .processing: "PROCESSING"
        case .completed: "COMPLETED"
        case .failed, .cancelled: "FAILED"
        }
    }

    /// The same whenever it is asked for again with the same idempotency key, wherever the job is by then.
    var submitted: JSONValue {
        [
            "request_id": .string(job.id.rawValue), "status": "QUEUED",
            "poll_url": .string(origin.url("/v1/requests/\(job.id)")),
            "status_url": .string(statusURL), "response_url": .string(responseURL),
        ]
    }

    /// The balance is needed once the job is completed.
    func status(balance: CreditBalance?) -> JSONValue {
        guard !job.status.isFinished else {
            return [
                "status": .string(wireStatus), "request_id": .string(job.id.rawValue),
                "metrics": metrics(balance: balance),
            ]
        }
        return .object(compacting: [
            "status": .string(wireStatus), "request_id": .string(job.id.rawValue),
            "status_url": .string(statusURL), "response_url": .string(responseURL),
            "progress": job.progress.map(Self.progress), "metrics": [:],
        ])
    }

    func result(_ output: JobOutput, balance: CreditBalance) -> JSONValue {
        .object(
            [.init(name: "status", value: .string(wireStatus)), .init(name: "error", value: .null)]
                + body(output, balance)
        )
    }

    func inlineResult(_ output: JobOutput, balance: CreditBalance, base64: String) -> JSONValue {
        .object([.init(name: "image", value: .string(base64))] + body(output, balance))
    }

    var failure: JSONValue {
        [
            "status": .string(wireStatus), "request_id": .string(job.id.rawValue),
            "error": .string(job.failure?.message ?? "the request failed"), "metrics": metrics(balance: nil),
        ]
    }

    /// What the engine could not do, and what the client sent in vain.
    var warnings: [String] {
        job.warnings
            + job.ignoredParameters.map { "the parameter \(JSONValue.string($0).excerpt) is unknown and was ignored" }
    }

    // MARK: - Parts

    var statusURL: String { origin.url("/v2/requests/\(job.id)/status") }
    var responseURL: String { origin.url("/v2/requests/\(job.id)") }

    private func body(_ output: JobOutput, _ balance: CreditBalance) -> [JSONValue.Member] {
        let url = JSONValue.string(origin.url("/\(output.artifact)"))
        let image: JSONValue = [
            "url": url, "content_type": .string(output.mediaType),
            "file_name": .string(output.artifact.rawValue.split(separator: "/").last.map(String.init) ?? ""),
            "file_size": .string(String(output.byteCount)),
            "width": .integer(output.size.width), "height": .integer(output.size.height),
        ]
        let members: JSONValue = [
            "request_id": .string(job.id.rawValue), "metrics": metrics(balance: balance),
            "output": url, "images": [image], "seed": .string(String(job.request.seed)),
            "prompt": .string(job.request.prompt.text), "timings": ["inference": seconds(job.inferenceTime)],
            "engine": .string(job.engine), "warnings": .array(warnings.map(JSONValue.string)),
        ]
        return members.members ?? []
    }

    private func metrics(balance: CreditBalance?) -> JSONValue {
        let isCompleted = job.status == .completed
        let attempt = job.finished.flatMap { end in job.started.map { end - $0 } }
        return .object(compacting: [
            "cost": isCompleted ? .number(job.charge.description) : nil,
            "remaining_credits": isCompleted ? balance.map { .number($0.available.description) } : nil,
            "inference_time": seconds(job.inferenceTime ?? attempt),
            "queue_time": seconds(job.queueTime), "total_time": seconds(job.totalTime),
        ])
    }

    private func seconds(_ duration: Duration?) -> JSONValue {
        .thousandths(Int((duration ?? .zero).milliseconds))
    }

    private static func progress(_ progress: GenerationProgress) -> JSONValue {
        ["step": .integer(progress.step), "steps": .integer(progress.steps), "label": .string(progress.label)]
    }
}
