import HTTPAPI
import JobRunner
import Logging
import ServiceLifecycle

/// What happens first when a server is asked to end. Services end in the reverse order of their list, each waiting for the
/// one after it; this one stands last:
///
/// 1. here: readiness goes off, workers take no further job;
/// 2. the HTTP server takes no further connection, and waits for the requests it has;
/// 3. the fleet waits for the workers, and kills those that take too long;
/// 4. reaper and sweeper.
struct DrainBegin: Service {
    /// Rings once.
    let drain: WakeBell
    let logger: Logger

    func run() async throws {
        try await gracefulShutdown()
        logger.info("draining: no new work is taken")
        drain.ring()
    }
}
