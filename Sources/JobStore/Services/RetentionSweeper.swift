public import Logging
public import ServiceLifecycle

/// Deletes what is past its time: sessions, idempotency records and artifacts. Writes down when keys were used last. Several may
/// run on the same folder.
public struct RetentionSweeper: Service {
    private let store: Store
    private let logger: Logger

    public init(store: Store, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    /// Runs until a graceful shutdown or cancellation.
    public func run() async throws {
        try await repeatUntilShutdown(every: store.settings.sweepInterval) { await sweep() }
        await attempt("uses of keys could not be recorded") { try await store.keys.recordUses() }
    }

    /// One round.
    public func sweep() async {
        await attempt("uses of keys could not be recorded") { try await store.keys.recordUses() }
        await attempt("sessions could not be swept") { try await store.sessions.sweep() }
        await attempt("idempotency records could not be swept") { try await store.jobs.sweepIdempotency() }
        await attempt("artifacts could not be swept") {
            let swept = try await store.artifacts.sweep()
            guard swept > 0 else { return }
            logger.debug("deleted expired artifacts", metadata: ["count": "\(swept)"])
        }
    }

    private func attempt(_ complaint: Logger.Message, _ work: () async throws -> Void) async {
        do {
            try await work()
        } catch {
            // The next round tries again; nothing depends on the moment.
            logger.warning(complaint, metadata: ["error": "\(error)"])
        }
    }
}
