import Foundation
import Logging

/// What SIGHUP does: the settings are read again, and the log's level follows them. Nothing else changes while a process
/// runs.
struct LogLevelReload: Sendable {
    let level: LogLevelSwitch
    /// Reads the settings as at the start.
    let read: @Sendable () async throws -> Settings
    let logger: Logger

    func callAsFunction() async {
        do {
            let wanted = try await read().logLevel
            level.current = wanted
            logger.notice("log level read again", metadata: ["level": "\(wanted)"])
        } catch {
            // A typing mistake in a file must not end what runs well.
            logger.error("settings cannot be read; the log level stays", metadata: ["error": "\(error)"])
        }
    }
}
