public import ImageCodecs
public import JobStore
public import Logging
public import ServiceLifecycle
public import Traces

/// A worker: takes jobs from the store and runs them, until it is asked to end.
///
/// 1. Each of `concurrentJobs` slots claims the next job of a model that this worker can run, and
///    runs it (``JobExecution``); while there is none, it waits for the bell or a moment. The bell also rings when the store hears
///    of a job from another machine. Where memory is limited, a slot asks for a place first (``MemoryPressure``).
/// 2. At a graceful shutdown no slot claims any more. Running jobs may go on within the drain limit; then their engines
///    are stopped and the jobs go back to the queue.
/// 3. It returns when no job runs.
public struct JobRunner: Service {
    private let bench: Workbench
    private let worker: WorkerID
    private let bell: WakeBell

    /// Makes a worker; it begins with ``run()``.
    ///
    /// - Parameters:
    ///   - store: where the jobs are.
    ///   - engines: what it can do.
    ///   - codec: what decodes and encodes.
    ///   - settings: how it works.
    ///   - worker: what this worker calls itself in job lists.
    ///   - software: name and version of this program, for the pictures' metadata.
    ///   - bell: rings when a job was accepted; without it jobs are found a moment later.
    ///   - tracer: keeps the spans of jobs whose requests are traced.
    ///   - memory: how much memory jobs may take; nil for any.
    ///   - logger: each job's lines carry its id.
    public init(
        store: Store,
        engines: EngineTable,
        codec: ImageCodec,
        settings: JobRunnerSettings = JobRunnerSettings(),
        worker: WorkerID,
        software: String,
        bell: WakeBell = WakeBell(),
        tracer: Tracer? = nil,
        memory: MemoryLimit? = nil,
        logger: Logger
    ) {
        self.worker = worker
        self.bell = bell
        bench = Workbench(
            store: store,
            lanes: engines.lanes,
            makeImage: engines.imageMaking(codec: codec, software: software),
            codec: codec,
            settings: settings,
            tracer: tracer,
            memory: memory.map { MemoryKeeper($0, bell: bell, logger: logger) },
            logger: logger
        )
    }

    init(bench: Workbench, worker: WorkerID, bell: WakeBell = WakeBell()) {
        self.bench = bench
        self.worker = worker
        self.bell = bell
    }

    public func run() async {
        bench.logger.info(
            "worker begins",
            metadata: ["lanes": "\(bench.lanes.sorted().map { "\($0.engine)/\($0.model)" })"]
        )
        bench.memory?.begin()
        defer { bench.memory?.end() }
        await withGracefulShutdownHandler {
            await withTaskGroup { group in
                group.addTask { for await _ in bench.store.arrivals { bell.ring() } }
                await withDiscardingTaskGroup { slots in
                    for _ in 0..<bench.settings.concurrentJobs { slots.addTask { await workUntilDrained() } }
                }
                group.cancelAll()
            }
        } onGracefulShutdown: {
            bench.drain.begin()
            bell.ring()
        }
        bench.logger.info("worker ends")
    }

    private func workUntilDrained() async {
        while !bench.drain.hasBegun, !Task.isCancelled {
            let heard = bell.rings
            if await !workOnce(), !bench.drain.hasBegun {
                await bell.wait(after: heard, upTo: bench.settings.pollInterval, by: bench.time)
            }
        }
    }

    /// False when there was no job, or no memory for a further one.
    private func workOnce() async -> Bool {
        let claimBegin = Span.now
        guard let memory = bench.memory else {
            guard let claimed = await claim() else { return false }
            await JobExecution(claimed, bench: bench).run(claimedSince: claimBegin)
            return true
        }
        guard let place = memory.takePlace() else { return false }
        defer { memory.leave(place) }
        guard let claimed = await claim() else { return false }
        let execution = JobExecution(claimed, bench: bench)
        memory.jobBegan(place, execution.memorySubject)
        await execution.run(claimedSince: claimBegin)
        return true
    }

    private func claim() async -> ClaimedJob? {
        do {
            return try await bench.store.jobs.claim(
                by: worker,
                lanes: bench.lanes,
                lease: bench.settings.lease
            )
        } catch {
            bench.logger.error("no job could be taken", metadata: ["error": "\(error)"])
            return nil
        }
    }
}
