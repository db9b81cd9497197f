import GenerationTypes
import HTTPTypes
import Hummingbird
import JobStore

/// | Method | Path | Answer |
/// |---|---|---|
/// | POST | /v1/{slug} | the image, or JSON that holds it, once it is ready |
/// | POST | /v2/{slug} | at once: where to ask for it |
///
/// Both do the same until the request is accepted, in this order, cheap refusals first:
/// key (401) → scope (403) → model (404) → rate limit (429) → content type (406) → size (413) → JSON and fields (400) →
/// idempotency key (409) → credits (406) → images (400, 502) → accepted.
struct GenerationRoutes: Sendable {
    let access: Access
    let rates: RateGate
    let bodies: RequestBodyReader
    let origins: OriginResolver
    let models: [String: ServedModel]
    let intake: GenerationIntake
    let synchronous: SynchronousAnswers
    let clock: WallClock

    func addRoutes(to router: Router<APIContext>) {
        router.post("v1/:slug", use: generate)
        router.post("v2/:slug", use: submit)
    }

    @Sendable private func generate(_ request: Request, context: APIContext) async throws -> Response {
        let deadline = clock.now + synchronous.deadline
        let received = try await receive(request, context, .v1, deadline: deadline)
        let job = try await intake.accept(received.order)
        var response = try await synchronous.response(
            for: job,
            SynchronousAnswers.Wish(
                form: synchronous.form(accept: request.headers[.accept], wantsBase64: received.order.body.wantsBase64),
                deadline: deadline,
                outlivesClient: received.order.idempotency != nil,
                origin: received.origin
            ),
            ClientPresence(channel: context.channel)
        )
        rates.addHeaders(received.rate, to: &response)
        return response
    }

    @Sendable private func submit(_ request: Request, context: APIContext) async throws -> Response {
        let received = try await receive(request, context, .v2, deadline: nil)
        let job = try await intake.accept(received.order)
        let answers = JobAnswers(job: job, origin: received.origin)
        var response = Response(json: answers.submitted)
        response.headers[.requestID] = job.id.rawValue
        Self.addIgnoredParameters(job, to: &response)
        rates.addHeaders(received.rate, to: &response)
        return response
    }

    static func addIgnoredParameters(_ job: Job, to response: inout Response) {
        guard !job.ignoredParameters.isEmpty else { return }
        response.headers[.ignoredParameters] = HeaderNames.list(job.ignoredParameters)
    }

    // MARK: - What both versions do first

    private struct Received {
        let order: GenerationIntake.Order
        let origin: PublicOrigin
        let rate: RateDecision
    }

    private func receive(
        _ request: Request,
        _ context: APIContext,
        _ version: GenerationVersion,
        deadline: Timestamp?
    ) async throws -> Received {
        let caller = try await access.caller(of: request, needing: .generate)
        let slug = try context.parameters.require("slug")
        guard let model = models[slug] else {
            throw APIError.notFound("Model \(JSONValue.string(slug).excerpt) not found")
        }
        let rate = try await rates.admit(caller)
        let origin = try origins.origin(of: request, context)
        let raw = try await bodies.json(of: request, context)
        let order = GenerationIntake.Order(
            caller: caller,
            model: model,
            body: try GenerationBody(raw.json, version: version),
            raw: raw,
            idempotency: try await idempotencyKey(request, model, raw),
            deadline: deadline,
            origins: [origin] + (origins.publicOrigin.map { [$0] } ?? [])
        )
        return Received(order: order, origin: origin, rate: rate)
    }

    private func idempotencyKey(
        _ request: Request,
        _ model: ServedModel,
        _ raw: JSONBody
    ) async throws -> IdempotencyKey? {
        guard let text = request.headers[.idempotencyKey] else { return nil }
        guard (1...255).contains(text.utf8.count) else {
            throw APIError.badRequest("the Idempotency-Key header has \(text.utf8.count) bytes; 1 to 255 are allowed")
        }
        return try await bodies.offload(byteCount: raw.bytes.count) {
            IdempotencyKey(text, model: model.slug, body: raw.bytes)
        }
    }
}
