import Foundation
import GenerationTypes
import JobStore

/// A request as lists and `jobs show` print it.
struct JobRow: Encodable {
    let id: String
    let account: String
    let model: String
    let engine: String
    let status: String
    let attempt: Int
    let submitted: String
    let started: String?
    let finished: String?
    let prompt: String
    let seed: UInt32
    let aspectRatio: String
    let resolution: String
    let outputFormat: String
    let elements: Int
    let price: Decimal
    let charge: Decimal
    let step: String?
    let error: String?
    let errorCode: String?
    let output: String?
    let outputBytes: Int?
    let warnings: [String]
    let queueSeconds: Double?
    let inferenceSeconds: Double?
    let totalSeconds: Double?

    init(_ job: Job, account: String) {
        id = job.id.rawValue
        self.account = account
        model = job.model
        engine = job.engine
        status = job.status.rawValue
        attempt = job.state.attempt
        submitted = job.submitted.text
        started = job.started?.text
        finished = job.finished?.text
        prompt = job.request.prompt.text
        seed = job.request.seed
        aspectRatio = job.request.aspectRatio.rawValue
        resolution = job.request.resolution.rawValue
        outputFormat = job.request.outputFormat.rawValue
        elements = job.request.elements.count
        price = job.price.decimal
        charge = job.charge.decimal
        step = job.progress.map { "\($0.step) of \($0.steps): \($0.label)" }
        error = job.failure?.message
        errorCode = job.failure?.code.rawValue
        output = job.output?.artifact.rawValue
        outputBytes = job.output?.byteCount
        warnings = job.warnings
        queueSeconds = job.queueTime?.seconds
        inferenceSeconds = job.inferenceTime?.seconds
        totalSeconds = job.totalTime?.seconds
    }
}
