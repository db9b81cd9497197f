import Logging

/// A logger as the settings want it, on the standard error. `level` may change while it is used.
func makeLogger(_ label: String, _ settings: Settings, level: LogLevelSwitch) -> Logger {
    Logger(label: label) { label in
        let handler: any LogHandler =
            switch settings.logFormat {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler(label: label)
            }
        return SwitchedLogHandler(writing: handler, level: level)
    }
}
