public import ImageCodecs
public import ImageFetcher
public import JobStore
public import Traces

/// What the API needs from the rest of the program.
public struct APIDependencies: Sendable {
    public let store: Store
    public let fetcher: ImageFetcher
    /// Judges input images by their headers; never decodes them.
    public let codec: ImageCodec
    public let lifecycle: ServerLifecycle
    /// What must work beside the database.
    public let readinessChecks: [ReadinessCheck]
    /// The workers that this server starts, for operators.
    public let workers: @Sendable () -> [WorkerReport]
    /// What `/metrics` answers, in Prometheus's text format.
    public let metrics: @Sendable () async throws -> String
    /// Keeps the spans of requests; nil when nothing is traced.
    public let tracer: Tracer?
    /// Called after a job was accepted: a worker that is told need not wait for its next look.
    public let jobAccepted: @Sendable () -> Void

    public init(
        store: Store,
        fetcher: ImageFetcher,
        codec: ImageCodec,
        lifecycle: ServerLifecycle = ServerLifecycle(),
        readinessChecks: [ReadinessCheck] = [],
        workers: @escaping @Sendable () -> [WorkerReport] = { [] },
        metrics: @escaping @Sendable () async throws -> String = { "" },
        tracer: Tracer? = nil,
        jobAccepted: @escaping @Sendable () -> Void = {}
    ) {
        self.store = store
        self.fetcher = fetcher
        self.codec = codec
        self.lifecycle = lifecycle
        self.readinessChecks = readinessChecks
        self.workers = workers
        self.metrics = metrics
        self.tracer = tracer
        self.jobAccepted = jobAccepted
    }
}
