import Foundation
import HTTPAPI
import Hummingbird
import ImageFetcher
import JobRunner
import JobStore
import Logging
import Metrics
import ServiceLifecycle

/// Runs a server until it is asked to end.
///
/// | service, in the order in which they begin | what it does |
/// |---|---|
/// | `FreeMemoryKeeper` | gives freed memory back to the system |
/// | `RetentionSweeper` | deletes what is past its time |
/// | `LeaseReaper` | takes jobs from lost workers |
/// | `WebhookDispatcher` | tells webhooks what became of requests |
/// | `WorkerFleet` | starts workers, and starts them again |
/// | HTTP server | answers |
/// | `DrainBegin` | is the first to hear that all has to end: see there for what follows |
///
/// SIGHUP reads the log's level again, here and in the workers.
func serve(
    _ settings: Settings,
    workers: WorkerCommandLine,
    reading: @escaping @Sendable () async throws -> Settings
) async throws {
    FreeMemory.bound()
    let level = LogLevelSwitch(settings.logLevel)
    let logger = makeLogger("yukimi.serve", settings, level: level)
    let registry = MetricRegistry()
    MetricsSystem.bootstrap(registry)
    raiseFileLimit(logger: logger)
    let store = try settings.openStore(logger: logger)
    let fetcher = ImageFetcher(settings: settings.fetchSettings, logger: logger.atLeast(.notice))
    let fleet = WorkerFleet(
        count: settings.workers,
        command: workers,
        drainLimit: settings.runner.drainLimit,
        bell: WakeBell(),
        ending: ServerEnding(notice: settings.drainNotice),
        metrics: registry,
        logger: logger
    )
    let tracer = settings.makeTracer()
    let storeMetrics = StoreMetrics(store: store, models: settings.servedModels)
    try await storeMetrics.begin()
    let origin = ListeningOrigin(settings)
    let announcement = ServerAnnouncement(settings: settings, store: store)
    let server = buildServer(
        APIDependencies(
            store: store,
            fetcher: fetcher,
            codec: try settings.makeCodec(),
            lifecycle: fleet.ending.lifecycle,
            readinessChecks: [fleet.readiness],
            workers: { [state = fleet.state] in state.reports },
            metrics: { [state = fleet.state] in
                var gauges = MetricText()
                gauges.gauge("yukimi_workers_alive", [], Double(state.alive.count))
                await storeMetrics.write(into: &gauges)
                return registry.exposition() + gauges.text
            },
            tracer: tracer,
            jobAccepted: fleet.bell.ring
        ),
        configuration: settings.apiConfiguration,
        address: .hostname(settings.host, port: settings.port),
        logger: logger,
        onServerRunning: { port in
            origin.listens(on: port ?? settings.port)
            await announcement.announce(port: port ?? settings.port)
        }
    )
    defer { announcement.withdraw() }
    let reload = LogLevelReload(level: level, read: reading, logger: logger)
    do {
        // What is sent last begins first.
        try await runUntilSignal(
            settings.traceServices(tracer, service: "yukimi-serve", logger: logger) + [
                .init(service: FreeMemoryKeeper()),
                .init(service: RetentionSweeper(store: store, logger: logger)),
                .init(service: LeaseReaper(store: store, logger: logger)),
                .init(service: settings.makeWebhookDispatcher(store, origin: origin, logger: logger)),
                .init(service: fleet),
                .init(service: server),
                .init(service: DrainBegin(ending: fleet.ending, logger: logger)),
            ],
            logger: logger,
            reload: { [workers = fleet.reload] in
                await reload()
                workers.ring()
            }
        )
    } catch {
        throw listenError(error, host: settings.host, port: settings.port)
    }
    logger.info("ended")
}
