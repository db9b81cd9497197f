import Logging
import Synchronization

/// The level that all of a process's loggers follow, so that an operator can turn it while the process runs.
final class LogLevelSwitch: Sendable {
    private let level: Mutex<Logger.Level>

    init(_ level: Logger.Level) { self.level = Mutex(level) }

    var current: Logger.Level {
        get { level.withLock { $0 } }
        set { level.withLock { $0 = newValue } }
    }
}

/// Hands lines on that are important enough for the switch, and for the logger's own floor where it has one.
struct SwitchedLogHandler: LogHandler {
    private var handler: any LogHandler
    private let level: LogLevelSwitch
    private var floor: Logger.Level = .trace

    init(writing handler: any LogHandler, level: LogLevelSwitch) {
        self.handler = handler
        self.handler.logLevel = .trace
        self.level = level
    }

    /// Setting it raises the logger's own floor; the switch stays.
    var logLevel: Logger.Level {
        get { max(floor, level.current) }
        set { floor = newValue }
    }

    var metadata: Logger.Metadata {
        get { handler.metadata }
        set { handler.metadata = newValue }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { handler[metadataKey: key] }
        set { handler[metadataKey: key] = newValue }
    }

    func log(event: LogEvent) { handler.log(event: event) }
}
