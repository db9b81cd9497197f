import Logging
import Synchronization

/// The level that all of a process's loggers follow, so that an operator can turn it while the process runs.
///
/// It is asked for every line that might be written, by all threads, so it is no lock.
final class LogLevelSwitch: Sendable {
    private static let levels = Logger.Level.allCases

    private let place: Atomic<Int>

    init(_ level: Logger.Level) { place = Atomic(Self.place(of: level)) }

    var current: Logger.Level {
        get { Self.levels[place.load(ordering: .relaxed)] }
        set { place.store(Self.place(of: newValue), ordering: .relaxed) }
    }

    private static func place(of level: Logger.Level) -> Int {
        guard let place = levels.firstIndex(of: level) else { preconditionFailure("\(level) is no level") }
        return place
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
