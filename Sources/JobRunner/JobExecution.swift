import GenerationTypes
import JobStore
import Logging
import Traces

/// What happens to a job in a worker's hands:
///
/// 1. its input files are read from the store;
/// 2. they are made into an image (``ImageMaking``);
/// 3. the bytes are put into the store;
/// 4. the end is recorded, and with it the charge.
///
/// Beside all of that a ``LeaseKeeper`` renews the lease and hears of cancels. Steps 1 and 3 are in
/// `JobExecution+Artifacts.swift`.
struct JobExecution: Sendable {
    let job: Job
    let lease: Lease
    private(set) var bench: Workbench
    let stop = StopSwitch()
    let progress = ProgressNote()
    let previews: PreviewNote

    init(_ claimed: ClaimedJob, bench: Workbench) {
        job = claimed.job
        lease = claimed.lease
        var bench = bench
        bench.logger[metadataKey: "job"] = "\(claimed.job.id)"
        bench.logger[metadataKey: "model"] = "\(claimed.job.model)"
        previews = PreviewNote(interval: bench.settings.previewInterval, codec: bench.codec, logger: bench.logger)
        self.bench = bench
    }

    /// Where its request was traced, as a span of that trace.
    func run(claimedSince claimBegin: UInt64) async {
        guard let span = await beginSpan(claimBegin) else { return await run() }
        var traced = self
        traced.bench.logger[metadataKey: "trace"] = "\(span.context.traceID)"
        await traced.run(in: span)
    }

    func run() async {
        bench.logger.info("job begins", metadata: ["attempt": "\(job.state.attempt)"])
        let result = await whileKeepingLease {
            let files = try await Span.run("load inputs") { try await readInputs() }
            let image = try await bench.makeImage(job, files, monitor)
            return try await Span.run("store result") { try await store(image) }
        }
        switch (result, stop.reason) {
        case (.success(let output), .leaseLost): await discard(output)
        case (.success(let output), _): await deliver(output)
        case (.failure, .leaseLost): break
        case (.failure(let failure), .drained) where failure.code == .cancelled: await handBack("the worker ends")
        case (.failure(let failure), .crowdedOut) where failure.code == .cancelled: await handBack("memory is short")
        case (.failure(let failure), .tooLarge(let cause)) where failure.code == .cancelled: await giveUp(cause)
        case (.failure(let failure), _): await giveUp(failure)
        }
        if stop.reason == .leaseLost { bench.logger.warning("job lost: its lease ran out or it has ended") }
    }

    // MARK: - Making the image

    private var monitor: GenerationMonitor {
        GenerationMonitor(
            report: { step in
                progress.write(step)
                previews.stepBegins(step.step)
            },
            isCancelled: { stop.reason != nil },
            takePreview: previews.offer
        )
    }

    /// Runs `work` beside the lease keeper. Cancelling the task asks the engine to stop, as at the end of a drain.
    private func whileKeepingLease(
        _ work: @Sendable () async throws -> JobOutput
    ) async -> Result<JobOutput, GenerationFailure> {
        let keeper = LeaseKeeper(
            jobs: bench.store.jobs,
            lease: lease,
            settings: bench.settings,
            drain: bench.drain,
            progress: progress,
            previews: previews,
            stop: stop,
            time: bench.time,
            logger: bench.logger
        )
        return await withTaskCancellationHandler {
            await withTaskGroup { group in
                group.addTask { await keeper.keep() }
                defer { group.cancelAll() }
                do {
                    return .success(try await work())
                } catch {
                    bench.logger.debug("the work ended early", metadata: ["error": "\(error)"])
                    return .failure(GenerationFailure(blaming: error))
                }
            }
        } onCancel: {
            stop.stop(.drained)
        }
    }
}
