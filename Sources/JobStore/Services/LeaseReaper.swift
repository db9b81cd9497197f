public import Logging
public import ServiceLifecycle

/// Takes jobs from lost workers and ends those whose deadline is over. Several may run on the same folder.
public struct LeaseReaper: Service {
    private let store: Store
    private let logger: Logger

    public init(store: Store, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    /// Runs until a graceful shutdown or cancellation.
    public func run() async throws {
        try await repeatUntilShutdown(every: store.settings.reaperInterval) { await reap() }
    }

    /// One round.
    public func reap() async {
        do {
            let leases = try await store.jobs.expireLeases()
            let deadlines = try await store.jobs.expireDeadlines()
            guard leases + deadlines > 0 else { return }
            logger.debug("ended leases and deadlines", metadata: ["leases": "\(leases)", "deadlines": "\(deadlines)"])
        } catch {
            logger.warning("leases could not be looked at", metadata: ["error": "\(error)"])
        }
    }
}

/// Runs `round` now and then once per interval; a shutdown ends the pause, not the round.
func repeatUntilShutdown(every interval: Duration, _ round: @Sendable () async -> Void) async throws {
    while !Task.isShuttingDownGracefully && !Task.isCancelled {
        await round()
        try? await cancelWhenGracefulShutdown { try await Task.sleep(for: interval) }
    }
}
