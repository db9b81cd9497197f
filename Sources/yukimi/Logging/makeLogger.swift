import Logging

/// A logger as the settings want it, on the standard error.
func makeLogger(_ label: String, _ settings: Settings) -> Logger {
    var logger = Logger(label: label) { label in
        switch settings.logFormat {
        case .text: StreamLogHandler.standardError(label: label)
        case .json: JSONLogHandler(label: label)
        }
    }
    logger.logLevel = settings.logLevel
    return logger
}
