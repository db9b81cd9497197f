import GenerationTypes
import JobStore

/// A request as the history shows it.
struct HistoryRow: Sendable {
    let job: Job
    let origin: PublicOrigin

    var json: JSONValue {
        let body = (try? JSONParser.parse(Array(job.requestBody.utf8))) ?? .string(job.requestBody)
        let latency = job.totalTime.map { JSONValue.integer($0.milliseconds) }
        return [
            "request_id": .string(job.id.rawValue), "model_name": .string(job.model),
            "model_status": .string(status), "status": .string(status),
            "credits_deduction": .number(job.charge.description),
            "request_body": body, "parameters": body, "prompt": .string(job.request.prompt.text),
            "generation_url": job.output.map { .string(origin.url("/\($0.artifact)")) } ?? .null,
            "latency_ms": latency ?? .null,
            "model_created": .string(RFC3339.text(job.submitted)),
            "seed": .string(String(job.request.seed)), "engine": .string(job.engine),
            "warnings": .array(job.warnings.map(JSONValue.string)),
            "error": job.failure.map { .string($0.message) } ?? .null,
        ]
    }

    private var status: String {
        switch job.status {
        case .queued, .processing: "PENDING"
        case .completed: "COMPLETED"
        case .failed, .cancelled: "FAILED"
        }
    }
}
