import Foundation
import HTTPAPI
import JobRunner
import JobStore
import Logging
import Metrics
import ServiceLifecycle

/// Runs a worker until it is asked to end, or until the server that started it is gone.
func work(
    _ settings: Settings,
    isSupervised: Bool,
    isCareful: Bool,
    reading: @escaping @Sendable () async throws -> Settings
) async throws {
    FreeMemory.bound()
    let level = LogLevelSwitch(settings.logLevel)
    let logger = makeLogger("yukimi.worker", settings, level: level)
    guard !settings.runnableModels.isEmpty else {
        let models = settings.modelSlugs.joined(separator: ", ")
        throw CommandError(
            "this worker can run none of the models \(models): see worker.engines, worker.models and worker.memory"
        )
    }
    let registry = MetricRegistry()
    MetricsSystem.bootstrap(registry)
    let bell = WakeBell()
    let codec = try settings.makeCodec()
    let tracer = settings.makeTracer()
    let store = try settings.openStore(logger: logger)
    let runner = JobRunner(
        store: store,
        engines: settings.makeEngines(codec: codec),
        codec: codec,
        settings: settings.runner,
        worker: .thisProcess,
        software: Version.software,
        bell: bell,
        tracer: tracer,
        memory: settings.memoryLimit(isCareful: isCareful, logger: logger),
        logger: logger
    )
    let reload = LogLevelReload(level: level, read: reading, logger: logger)
    var services =
        settings.traceServices(tracer, service: "yukimi-worker", logger: logger) + [
            ServiceGroupConfiguration.ServiceConfiguration(service: FreeMemoryKeeper()),
            ServiceGroupConfiguration.ServiceConfiguration(
                service: runner,
                successTerminationBehavior: .gracefullyShutdownGroup
            ),
        ]
    if isSupervised {
        // The last to begin is the first to end: what the last jobs counted is told once more after the runner's end.
        services.insert(.init(service: MetricReporter(registry: registry)), at: 0)
        services.append(
            .init(
                service: ParentWatch(bell: bell, reload: reload.callAsFunction),
                successTerminationBehavior: .gracefullyShutdownGroup
            )
        )
    } else {
        // There may be no server now: lost workers' jobs still go on.
        services.insert(.init(service: LeaseReaper(store: store, logger: logger)), at: 0)
        if settings.workerMetricsPort > 0 {
            services.append(.init(service: settings.makeWorkerMetrics(registry, logger: logger)))
        }
    }
    try await runUntilSignal(services, logger: logger) { await reload() }
}

extension WorkerID {
    /// Host, process, and a part that tells it from an earlier process of the same number.
    static var thisProcess: WorkerID {
        let process = ProcessInfo.processInfo
        let mark = String(UInt32.random(in: .min ... .max), radix: 16)
        return WorkerID(rawValue: "\(process.hostName)/\(process.processIdentifier)/\(mark)")
    }
}
