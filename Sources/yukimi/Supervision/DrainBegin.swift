import HTTPAPI
import JobRunner
import Logging
import ServiceLifecycle

/// What happens first when a server is asked to end. Services end in the reverse order of their list, each waiting for the
/// one after it; this one stands last:
///
/// 1. here: readiness goes off; after the notice, workers take no further job;
/// 2. the HTTP server takes no further connection, and waits for the requests it has;
/// 3. the fleet waits for the workers, and kills those that take too long;
/// 4. reaper and sweeper.
struct DrainBegin: Service {
    let ending: ServerEnding
    let logger: Logger

    func run() async throws {
        try await gracefulShutdown()
        ending.noticed.ring()
        if ending.notice > .zero {
            logger.info("not ready any more; still serving", metadata: ["for": "\(ending.notice)"])
            try? await Task.sleep(for: ending.notice)
        }
        logger.info("draining: no new work is taken")
        ending.drain.ring()
    }
}

/// What the parts of a server that is to end tell each other.
struct ServerEnding: Sendable {
    /// From the signal to the drain: time for load balancers to see that readiness is off.
    let notice: Duration
    let lifecycle = ServerLifecycle()
    /// Rings once, at the signal.
    let noticed = WakeBell()
    /// Rings once, when the workers are to finish.
    let drain = WakeBell()
}
