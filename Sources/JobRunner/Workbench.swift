import ImageCodecs
import JobStore
import Logging
import Traces

/// What every job of a worker is made with.
struct Workbench: Sendable {
    let store: Store
    let lanes: Set<JobLane>
    let makeImage: ImageMaking
    /// What encodes previews.
    let codec: ImageCodec
    let settings: JobRunnerSettings
    let drain: Drain
    let metrics: JobMetrics
    let time: SteadyClock
    /// Where tasks go on that outlive the worker's; nil for the pool.
    let executor: (any TaskExecutor)?
    /// Nil when nothing is traced.
    let tracer: Tracer?
    /// Nil when nobody limits the worker's memory.
    let memory: MemoryKeeper?
    var logger: Logger

    init(
        store: Store,
        lanes: Set<JobLane>,
        makeImage: @escaping ImageMaking,
        codec: ImageCodec,
        settings: JobRunnerSettings,
        time: SteadyClock = .machine,
        executor: (any TaskExecutor)? = nil,
        tracer: Tracer? = nil,
        memory: MemoryKeeper? = nil,
        logger: Logger
    ) {
        self.store = store
        self.lanes = lanes
        self.makeImage = makeImage
        self.codec = codec
        self.settings = settings
        self.time = time
        self.executor = executor
        self.tracer = tracer
        self.memory = memory
        self.logger = logger
        drain = Drain(limit: settings.drainLimit, time: time)
        metrics = JobMetrics()
    }
}
