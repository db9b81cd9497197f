import GenerationTypes
import ImageCodecs
import JobStore
import ServiceLifecycleTestKit

@testable import JobRunner

extension Node {
    /// The program's worker, with an engine that only lets time pass.
    func work(_ store: Store, _ codec: ImageCodec, _ world: World) {
        var settings = JobRunnerSettings()
        settings.lease = .seconds(5)
        settings.tick = .milliseconds(700)
        settings.pollInterval = .milliseconds(900)
        settings.drainLimit = .seconds(2)
        settings.artifactPatience = .seconds(2)
        let bench = Workbench(
            store: store,
            lanes: [JobLane(engine: SimulatedRequest.model.engine, model: SimulatedRequest.model.slug)],
            makeImage: { job, files, monitor in try await self.makeImage(job, files, monitor, world) },
            codec: codec,
            settings: settings,
            time: steadyClock,
            executor: self,
            logger: logger
        )
        let runner = JobRunner(bench: bench, worker: WorkerID(rawValue: "\(name)/\(number)"))
        start { [self] in
            await testGracefulShutdown { trigger in
                drain = { trigger.triggerGracefulShutdown() }
                await runner.run()
            }
            // It has ended in peace; something starts it again.
            if isAlive { world.crash(self) }
        }
    }

    private func makeImage(
        _ job: Job,
        _ files: [ArtifactKey: [UInt8]],
        _ monitor: GenerationMonitor,
        _ world: World
    ) async throws -> EncodedImage {
        let input = String(decoding: files[job.request.image] ?? [], as: UTF8.self)
        if !input.hasPrefix("input ") { world.witness.complain("a worker got the input '\(input)'") }
        let steps = Int.random(in: 1...4, using: &scheduler.random)
        for step in 1...steps {
            try monitor.checkCancellation()
            monitor.report(GenerationProgress(step: step, steps: steps, label: "drawing"))
            try await steadyClock.sleep(for: .milliseconds(.random(in: 10...1_500, using: &scheduler.random)))
        }
        try monitor.checkCancellation()
        if !world.isHealed {
            if scheduler.oneIn(12) { throw GenerationFailure(.unsupportedPrompt, "refused") }
            if scheduler.oneIn(8) { throw GenerationFailure(.engineFailed, "broken") }
        }
        return EncodedImage(
            bytes: Witness.image(job.id.rawValue, lease: job.state.leaseNumber),
            size: PixelSize(width: 16, height: 9),
            warnings: [],
            inferenceTime: .zero
        )
    }
}
