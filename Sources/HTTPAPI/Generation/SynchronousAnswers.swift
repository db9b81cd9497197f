import GenerationTypes
import HTTPTypes
import Hummingbird
import JobStore
import NIOPosix

/// How version 1 answers: version 2 plus waiting.
struct SynchronousAnswers: Sendable {
    let store: Store
    let wait: JobWait
    let usualForm: V1Response
    /// How long a client is kept waiting.
    let deadline: Duration
    let threads: NIOThreadPool

    /// What one client wants.
    struct Wish: Sendable {
        let form: V1Response
        let deadline: Timestamp
        /// Whether the job goes on when its client leaves: the client can ask again with the same idempotency key.
        let outlivesClient: Bool
        let origin: PublicOrigin
    }

    /// JSON when the client asks for it: by the body's `base64`, or by an `Accept` that names `application/json` and no
    /// image.
    func form(accept: String?, wantsBase64: Bool) -> V1Response {
        if wantsBase64 { return .json }
        let types = (accept ?? "").lowercased().split(separator: ",").map { item in
            String(item.prefix { $0 != ";" }).trimmingSpaces
        }
        let takesImages = types.contains { $0 == "*/*" || $0.hasPrefix("image/") }
        return types.contains("application/json") && !takesImages ? .json : usualForm
    }

    func response(for job: Job, _ wish: Wish, _ client: ClientPresence) async throws -> Response {
        var response: Response
        do {
            let finished = job.status.isFinished ? job : try await finish(job, wish, client)
            response = try await answer(finished, wish)
        } catch {
            response = APIError(any: error).response
        }
        response.headers[.requestID] = job.id.rawValue
        return response
    }

    /// Waits, and cancels what nobody waits for any more. A job that ends at the same moment counts as it ended.
    private func finish(_ job: Job, _ wish: Wish, _ client: ClientPresence) async throws -> Job {
        switch try await wait.outcome(of: job.id, until: wish.deadline, client) {
        case .finished(let job):
            return job
        case .deadlinePassed:
            return try await cancel(job, .deadline, otherwise: .gatewayTimeout(after: deadline))
        case .clientLeft where wish.outlivesClient:
            throw APIError.clientLeft
        case .clientLeft:
            return try await cancel(job, .disconnected, otherwise: .clientLeft)
        case .drained where wish.outlivesClient:
            throw APIError.unavailable("The server is restarting; ask again with the same Idempotency-Key")
        case .drained:
            let error = APIError.unavailable(
                "The server is restarting; the request was cancelled and nothing was charged"
            )
            return try await cancel(job, .operator, otherwise: error)
        }
    }

    private func cancel(_ job: Job, _ reason: CancelReason, otherwise error: APIError) async throws -> Job {
        guard case .alreadyFinished = try await store.jobs.cancel(job.id, account: job.account, reason: reason),
            let finished = try await store.jobs.job(job.id)
        else { throw error }
        return finished
    }

    private func answer(_ job: Job, _ wish: Wish) async throws -> Response {
        guard let output = job.output else {
            throw job.failure.map { APIError($0) } ?? APIError.internalError(nil)
        }
        let balance = try await store.credits.balance(of: job.account)
        let answers = JobAnswers(job: job, origin: wish.origin)
        let bytes = try await store.artifacts.read(output.artifact)
        var response: Response
        switch wish.form {
        case .bytes:
            response = Response(
                status: .ok,
                headers: [.contentType: output.mediaType],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
            )
        case .json:
            // Megabytes of text: made on another thread than those that answer requests.
            let json = try await threads.runIfActive {
                answers.inlineResult(output, balance: balance, base64: Base64.text(bytes)).buffer
            }
            response = Response(json: json)
        }
        Self.addAccounting(job, answers.warnings, balance, to: &response)
        return response
    }

    private static func addAccounting(
        _ job: Job,
        _ warnings: [String],
        _ balance: CreditBalance,
        to response: inout Response
    ) {
        response.headers[.cost] = job.charge.description
        response.headers[.remainingCredits] = balance.available.description
        response.headers[.generationTime] = decimalText(thousandths: Int((job.inferenceTime ?? .zero).milliseconds))
        response.headers[.seedValue] = String(job.request.seed)
        response.headers[.engine] = job.engine
        if !warnings.isEmpty { response.headers[.warnings] = HeaderNames.warnings(warnings) }
        GenerationRoutes.addIgnoredParameters(job, to: &response)
    }
}

extension APIError {
    /// Nobody reads it; the access log does. 499 is what nginx writes for it.
    fileprivate static let clientLeft = APIError(
        HTTPResponse.Status(code: 499, reasonPhrase: "Client Closed Request"),
        "The client closed the connection"
    )
}
