import GenerationTypes
import JobStore
import Traces

/// Takes a valid request on: from here on it ends in exactly one way.
struct GenerationIntake: Sendable {
    let store: Store
    let images: ImageIntake
    /// Tells the workers.
    let jobAccepted: @Sendable () -> Void

    /// What accompanies a body.
    struct Order: Sendable {
        let caller: AuthenticatedKey
        let model: ServedModel
        let body: GenerationBody
        /// The body as it came.
        let raw: JSONBody
        let idempotency: IdempotencyKey?
        /// When a synchronous request gives up.
        let deadline: Timestamp?
        /// Where URLs of this server's own begin.
        let origins: [PublicOrigin]
    }

    /// 1. A known idempotency key: the job that it stands for, before anything is fetched.
    /// 2. Enough credits? Asked before the fetch, so that an empty account cannot make us download.
    /// 3. The images, into the artifact store.
    /// 4. Job, reservation and idempotency record in one transaction, which asks 1 and 2 again.
    ///
    /// - Throws: ``APIError`` or ``StoreError``
    func accept(_ order: Order) async throws -> Job {
        if let key = order.idempotency, let job = try await store.jobs.accepted(key, account: order.caller.account) {
            return job
        }
        let balance = try await store.credits.balance(of: order.caller.account)
        guard balance.available >= order.model.price else {
            throw APIError.insufficientCredits(available: balance.available, price: order.model.price)
        }
        let owner = ImageIntake.Owner(account: order.caller.account, memory: order.raw.memory)
        let keys = try await Span.run("fetch") {
            try await images.store(Self.wanted(order.body), of: owner, origins: order.origins)
        }
        let accepted = try await Span.run("accept") {
            var job = try newJob(order, keys)
            job.traceparent = Span.current?.context.traceparent
            return try await store.jobs.accept(job)
        }
        if accepted.isNew { jobAccepted() }
        return accepted.job
    }

    private static func wanted(_ body: GenerationBody) -> [ImageIntake.Wanted] {
        let elements = body.elements.enumerated().flatMap { index, element in
            element.views.map { location, field in
                ImageIntake.Wanted(location: location, field: "elements[\(index)].\(field)")
            }
        }
        return [ImageIntake.Wanted(location: body.image, field: GenerationFields.imageURL.name)] + elements
    }

    private func newJob(_ order: Order, _ keys: [ImageLocation: ArtifactKey]) throws -> NewJob {
        func key(_ location: ImageLocation) throws -> ArtifactKey {
            guard let key = keys[location] else { throw APIError.internalError(nil) }
            return key
        }
        let body = order.body
        return NewJob(
            account: order.caller.account,
            key: order.caller.id,
            model: order.model,
            request: GenerationRequest(
                prompt: body.prompt,
                image: try key(body.image),
                elements: try body.elements.map { element in
                    Element(frontal: try key(element.frontal), references: try element.references.map(key))
                },
                aspectRatio: body.aspectRatio,
                resolution: body.resolution,
                outputFormat: body.outputFormat,
                seed: body.seed ?? UInt32.random(in: .min ... .max)
            ),
            requestBody: RequestRecord.text(of: order.raw.json),
            ignoredParameters: body.ignoredParameters,
            webhookURL: body.webhookURL,
            deadline: order.deadline,
            idempotency: order.idempotency,
            priority: order.caller.priority
        )
    }
}
