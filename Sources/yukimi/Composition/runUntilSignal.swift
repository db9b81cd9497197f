import Foundation
import Logging
import ServiceLifecycle
import UnixSignals

/// Runs services until the first SIGTERM or SIGINT, which lets them end in order, the last of the list first. A second
/// one ends the process at once.
func runUntilSignal(_ services: [ServiceGroupConfiguration.ServiceConfiguration], logger: Logger) async throws {
    // When the reader of our log lines is gone, work goes on without.
    signal(SIGPIPE, SIG_IGN)
    let group = ServiceGroup(configuration: .init(services: services, logger: logger.atLeast(.warning)))
    let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    try await withThrowingTaskGroup { tasks in
        tasks.addTask {
            var isEnding = false
            for await signal in signals {
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
    /// The same logger without lines that matter less.
    func atLeast(_ level: Logger.Level) -> Logger {
        var copy = self
        copy.logLevel = max(level, logLevel)
        return copy
    }
}
