import GenerationTypes
import HTTPAPI
import JobStore

/// What a server does beside answering: takes jobs from lost workers, sweeps, and tells webhooks.
extension Node {
    func serve(_ store: Store, _ world: World) {
        guard let origin = PublicOrigin("https://images.example") else { preconditionFailure("no origin") }
        var settings = WebhookSettings()
        settings.schedule = World.schedule
        settings.timeout = .seconds(5)
        let dispatcher = WebhookDispatcher(
            store: store,
            settings: settings,
            origin: { origin },
            chance: { .random(in: 0..<1, using: &world.scheduler.random) },
            post: { _, headers, url in
                let id = headers.first { $0.name == "webhook-id" }?.value ?? "none"
                return try await world.receivers.receive(id, at: url, from: self, world)
            },
            logger: logger
        )
        let reaper = LeaseReaper(store: store, logger: logger)
        let sweeper = RetentionSweeper(store: store, logger: logger)
        again(every: .milliseconds(1_300)) { await reaper.reap() }
        again(every: .seconds(20)) { await sweeper.sweep() }
        again(every: .milliseconds(1_700)) { await dispatcher.dispatch() }
    }

    private func again(every interval: Duration, _ round: @escaping @Sendable () async -> Void) {
        start { [self] in
            while !Task.isCancelled {
                try? await steadyClock.sleep(for: interval)
                await round()
            }
        }
    }
}

/// A request as a client sends it.
struct SimulatedRequest: Sendable {
    /// Different for each.
    let text: String
    let account: AccountID
    let hasKey: Bool
    let hasWebhook: Bool
    /// In milliseconds from its acceptance.
    let deadline: Int64?

    static let model = ServedModel(slug: "winter", engine: "scene", price: MicroDollars(35_000))
    static let webhookURL = "https://own.example/hook"
    /// Some requests have the same.
    var image: [UInt8] { Array("input \(text.utf8.count % 2)".utf8) }

    /// What the API does with it, in the same order.
    func submit(to store: Store) async throws -> JobID {
        let key = hasKey ? IdempotencyKey(text, model: Self.model.slug, body: text.utf8) : nil
        if let key, let earlier = try await store.jobs.accepted(key, account: account) { return earlier.id }
        let input = try await store.artifacts.put(image, in: .inputs, fileExtension: "png")
        guard let prompt = Prompt(text) else { preconditionFailure("'\(text)' is no prompt") }
        let new = NewJob(
            account: account,
            model: Self.model,
            request: GenerationRequest(prompt: prompt, image: input, seed: 7),
            requestBody: text,
            webhookURL: hasWebhook ? Self.webhookURL : nil,
            deadline: deadline.map { store.clock.now + .milliseconds($0) },
            idempotency: key
        )
        return try await store.jobs.accept(new).job.id
    }
}
