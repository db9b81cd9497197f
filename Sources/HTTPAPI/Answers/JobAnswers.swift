import GenerationTypes
import JobStore

/// What clients are told about a job and its result, as JSON. Where the job is, ``StatusAnswers`` says.
///
/// | method | goes to |
/// |---|---|
/// | `submitted` | `POST /v2/{slug}` |
/// | `result` | `GET /v2/requests/{id}` |
/// | `end` | the last of `GET /v2/requests/{id}/events`, and webhooks |
/// | `inlineResult` | `POST /v1/{slug}` when the client wants JSON |
struct JobAnswers: Sendable {
    let job: Job
    let origin: PublicOrigin

    var whereabouts: StatusAnswers { StatusAnswers(report: job.report, origin: origin) }

    /// The same whenever it is asked for again with the same idempotency key, wherever the job is by then.
    var submitted: JSONValue {
        [
            "request_id": .string(job.id.rawValue), "status": "QUEUED",
            "poll_url": .string(origin.url("/v1/requests/\(job.id)")),
            "status_url": .string(whereabouts.statusURL), "response_url": .string(whereabouts.responseURL),
        ]
    }

    func result(_ output: JobOutput, balance: CreditBalance) -> JSONValue {
        .object(
            [.init(name: "status", value: .string(whereabouts.wireStatus)), .init(name: "error", value: .null)]
                + body(output, balance)
        )
    }

    /// A job that has ended, however it did.
    func end(balance: CreditBalance) -> JSONValue {
        job.output.map { result($0, balance: balance) } ?? whereabouts.failure
    }

    func inlineResult(_ output: JobOutput, balance: CreditBalance, base64: String) -> JSONValue {
        .object([.init(name: "image", value: .string(base64))] + body(output, balance))
    }

    /// What the engine could not do, and what the client sent in vain.
    var warnings: [String] {
        job.warnings
            + job.ignoredParameters.map { "the parameter \(JSONValue.string($0).excerpt) is unknown and was ignored" }
    }

    private func body(_ output: JobOutput, _ balance: CreditBalance) -> [JSONValue.Member] {
        let url = JSONValue.string(origin.url("/\(output.artifact)"))
        let image: JSONValue = [
            "url": url, "content_type": .string(output.mediaType),
            "file_name": .string(output.artifact.rawValue.split(separator: "/").last.map(String.init) ?? ""),
            "file_size": .string(String(output.byteCount)),
            "width": .integer(output.size.width), "height": .integer(output.size.height),
        ]
        let members: JSONValue = [
            "request_id": .string(job.id.rawValue), "metrics": whereabouts.metrics(balance: balance),
            "output": url, "images": [image], "seed": .string(String(job.request.seed)),
            "prompt": .string(job.request.prompt.text),
            "timings": ["inference": StatusAnswers.seconds(job.inferenceTime)],
            "engine": .string(job.engine), "warnings": .array(warnings.map(JSONValue.string)),
        ]
        return members.members ?? []
    }
}
