import GenerationTypes
import JobStore

/// What clients are told about where a job is, as JSON.
///
/// | method | goes to |
/// |---|---|
/// | `status` | `GET /v2/requests/{id}/status`, and every GET of a job that has not ended |
/// | `failure` | the same when the job failed, with HTTP 422 |
struct StatusAnswers: Sendable {
    let report: JobReport
    let origin: PublicOrigin

    var wireStatus: String {
        switch report.status {
        case .queued: "QUEUED"
        case .processing: "PROCESSING"
        case .completed: "COMPLETED"
        case .failed, .cancelled: "FAILED"
        }
    }

    /// The balance is needed once the job is completed.
    func status(balance: CreditBalance?) -> JSONValue {
        guard !report.status.isFinished else {
            return [
                "status": .string(wireStatus), "request_id": .string(report.id.rawValue),
                "metrics": metrics(balance: balance),
            ]
        }
        return .object(compacting: [
            "status": .string(wireStatus), "request_id": .string(report.id.rawValue),
            "status_url": .string(statusURL), "response_url": .string(responseURL),
            "progress": report.progress.map(Self.progress), "metrics": [:],
        ])
    }

    var failure: JSONValue {
        [
            "status": .string(wireStatus), "request_id": .string(report.id.rawValue),
            "error": .string(report.failure?.message ?? "the request failed"), "metrics": metrics(balance: nil),
        ]
    }

    var statusURL: String { origin.url("/v2/requests/\(report.id)/status") }
    var responseURL: String { origin.url("/v2/requests/\(report.id)") }

    func metrics(balance: CreditBalance?) -> JSONValue {
        let isCompleted = report.status == .completed
        let attempt = report.finished.flatMap { end in report.started.map { end - $0 } }
        return .object(compacting: [
            "cost": isCompleted ? .number(report.charge.description) : nil,
            "remaining_credits": isCompleted ? balance.map { .number($0.available.description) } : nil,
            "inference_time": Self.seconds(report.inferenceTime ?? attempt),
            "queue_time": Self.seconds(report.queueTime), "total_time": Self.seconds(report.totalTime),
        ])
    }

    static func seconds(_ duration: Duration?) -> JSONValue {
        .thousandths(Int((duration ?? .zero).milliseconds))
    }

    private static func progress(_ progress: GenerationProgress) -> JSONValue {
        ["step": .integer(progress.step), "steps": .integer(progress.steps), "label": .string(progress.label)]
    }
}
