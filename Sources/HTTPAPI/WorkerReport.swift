public import JobStore

/// One of the workers that this server starts.
public struct WorkerReport: Sendable, Hashable {
    public let number: Int
    /// Its process id; nil while it is not running.
    public let process: Int32?
    public let since: Timestamp?
    /// How often it was started: more than once means that it ended unasked.
    public let startCount: Int

    public init(number: Int, process: Int32?, since: Timestamp?, startCount: Int) {
        self.number = number
        self.process = process
        self.since = since
        self.startCount = startCount
    }
}
