import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// Runs services until the first SIGTERM or SIGINT, which lets them end in order, the last of the list first. A second
/// one ends the process at once. SIGHUP calls `reload`.
func runUntilSignal(
    _ services: [ServiceGroupConfiguration.ServiceConfiguration],
    logger: Logger,
    reload: @escaping @Sendable () async -> Void
) async throws {
    // When the reader of our log lines is gone, work goes on without.
    signal(SIGPIPE, SIG_IGN)
    let group = ServiceGroup(configuration: .init(services: services, logger: logger.atLeast(.warning)))
    let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
    try await withThrowingTaskGroup { tasks in
        tasks.addTask {
            var isEnding = false
            for await signal in signals {
                guard signal != .sighup else {
                    await reload()
                    continue
                }
                guard !isEnding else { exit(128 + signal.rawValue) }
                isEnding = true
                logger.info("asked to end", metadata: ["signal": "\(signal)"])
                await group.triggerGracefulShutdown()
            }
        }
        try await group.run()
        tasks.cancelAll()
    }
}

extension Logger {
    /// The same logger without lines that matter less, whatever its level becomes.
    func atLeast(_ level: Logger.Level) -> Logger {
        var copy = self
        copy.logLevel = level
        return copy
    }
}
