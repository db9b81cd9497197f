import GenerationTypes
public import Hummingbird
import JobStore
import NIOPosix

/// Every route that the server has. Each group's file opens with the table of its routes.
///
/// A request passes ``AnswerMiddleware`` (errors become the envelope, headers, access log) and then its handler, which
/// asks ``Access`` who the caller is before anything else.
public func buildRouter(
    _ dependencies: APIDependencies,
    configuration: HTTPAPIConfiguration
) -> Router<APIContext> {
    let router = buildRoutes(dependencies, configuration: configuration)
    PageRoutes().addRoutes(to: router)
    router.addMethodNotAllowedRoutes()
    return router
}

/// The routes of the API.
func buildRoutes(_ dependencies: APIDependencies, configuration: HTTPAPIConfiguration) -> Router<APIContext> {
    let store = dependencies.store
    let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
    router.addMiddleware { AnswerMiddleware(tracer: dependencies.tracer) }
    router.addMiddleware { ClientAddressMiddleware(trustedProxies: configuration.trustedProxies) }

    let access = Access(
        keys: store.keys,
        sessions: store.sessions,
        guesses: KeyGuesses(perMinute: configuration.wrongKeysPerMinute, clock: store.clock)
    )
    let rates = RateGate(
        limiter: store.makeRateLimiter(default: configuration.rateLimit),
        clock: store.clock
    )
    let origins = OriginResolver(
        publicOrigin: configuration.publicOrigin,
        trustedProxies: configuration.trustedProxies
    )
    let bodies = RequestBodyReader(
        byteLimit: configuration.limits.bodyBytes,
        threads: .singleton,
        memory: MemoryBudget(byteLimit: configuration.requestMemory)
    )
    let images = ImageIntake(
        fetcher: dependencies.fetcher,
        codec: dependencies.codec,
        artifacts: store.artifacts,
        slots: FetchSlots(
            count: configuration.concurrentFetches,
            countPerAccount: configuration.concurrentFetchesPerAccount,
            waitingPerAccount: configuration.waitingFetchesPerAccount
        ),
        threads: .singleton
    )

    GenerationRoutes(
        access: access,
        rates: rates,
        bodies: bodies,
        origins: origins,
        models: Dictionary(uniqueKeysWithValues: configuration.models.map { ($0.slug, $0) }),
        intake: GenerationIntake(store: store, images: images, jobAccepted: dependencies.jobAccepted),
        synchronous: SynchronousAnswers(
            store: store,
            wait: JobWait(watcher: store.watcher, lifecycle: dependencies.lifecycle),
            usualForm: configuration.v1Response,
            deadline: configuration.v1Deadline,
            threads: .singleton
        ),
        clock: store.clock
    ).addRoutes(to: router)
    RequestRoutes(access: access, origins: origins, store: store).addRoutes(to: router)

    EventRoutes(
        access: access,
        origins: origins,
        jobs: store.jobs,
        feeds: JobFeeds(store: store, heartbeat: configuration.eventHeartbeat),
        lifecycle: dependencies.lifecycle
    ).addRoutes(to: router)

    SessionRoutes(access: access, bodies: bodies, origins: origins, accounts: store.accounts).addRoutes(to: router)
    AccountRoutes(access: access, credits: store.credits).addRoutes(to: router)
    HistoryRoutes(access: access, origins: origins, history: store.history, clock: store.clock).addRoutes(to: router)
    ModelRoutes(access: access, origins: origins, models: configuration.models).addRoutes(to: router)
    WebhookRoutes(
        access: access,
        bodies: bodies,
        webhooks: store.webhooks,
        secrets: store.webhookSecrets,
        log: store.webhookLog
    ).addRoutes(to: router)

    UploadRoutes(access: access, rates: rates, bodies: bodies, origins: origins, images: images).addRoutes(to: router)
    ImportRoutes(access: access, rates: rates, bodies: bodies, origins: origins, images: images).addRoutes(to: router)
    FileRoutes(artifacts: store.artifacts, clock: store.clock).addRoutes(to: router)

    let checks = [.database(store), .artifacts(store)] + dependencies.readinessChecks
    AdminRoutes(access: access, store: store, checks: checks, workers: dependencies.workers).addRoutes(to: router)
    MetricsRoutes(access: access, isOpen: configuration.metricsAreOpen, metrics: dependencies.metrics)
        .addRoutes(to: router)
    HealthRoutes(lifecycle: dependencies.lifecycle, checks: checks).addRoutes(to: router)
    OpenAPIRoutes(document: OpenAPIDocument(configuration).json).addRoutes(to: router)

    return router
}
