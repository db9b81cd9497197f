import Synchronization

/// Adds up what all connections bring, and reports it at most ten times a second.
final class ProgressMeter: Sendable {
    private let total: Int64
    private let report: @Sendable (DownloadProgress) -> Void
    private let start = ContinuousClock.now
    private let state: Mutex<State>
    private static let interval: Duration = .milliseconds(100)

    private struct State {
        var completed: Int64
        var rate = TransferRate()
        var lastReport: Duration?
        var file = ""
    }

    init(completed: Int64, total: Int64, report: @escaping @Sendable (DownloadProgress) -> Void) {
        (self.total, self.report) = (total, report)
        state = Mutex(State(completed: completed))
        state.withLock { $0.rate.record(completed, at: .zero) }
    }

    /// What follows belongs to this file.
    func begin(_ file: String) { state.withLock { $0.file = file } }

    /// Bytes have come, or, when negative, were thrown away.
    func add(_ bytes: Int64) {
        let now = ContinuousClock.now - start
        // Reported under the lock, so that reports come in order and one at a time.
        state.withLock { state in
            state.completed += bytes
            if let last = state.lastReport, now - last < Self.interval, state.completed < total { return }
            state.lastReport = now
            state.rate.record(state.completed, at: now)
            report(
                DownloadProgress(
                    completedBytes: state.completed,
                    totalBytes: total,
                    bytesPerSecond: state.rate.bytesPerSecond,
                    file: state.file
                )
            )
        }
    }
}
