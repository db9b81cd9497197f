import Foundation
import HTTPAPI
import JobRunner
import Logging
import Subprocess
import SystemPackage

/// One life of a worker: this program again, in another process, with the same settings.
///
/// | pipe | what goes through it |
/// |---|---|
/// | the worker's standard input | a line for "there is a job"; its end, which comes even when this process is killed, for "finish and go" |
/// | its standard output | a line now and then with what it has counted (``MetricReports``) |
/// | its standard error | its log lines, which go to ours |
struct WorkerProcess: Sendable {
    let command: WorkerCommandLine
    /// Rings when there is a job.
    let bell: WakeBell
    /// Rings once, when the worker is to finish.
    let drain: WakeBell
    /// How long it may take to finish, before it is killed.
    let patience: Duration
    /// Counts what the worker has counted.
    let metrics: MetricRegistry

    /// Returns when the process has ended, with what it ended with.
    ///
    /// - Throws: ``SubprocessError`` when it cannot be started.
    func run(onStart: @Sendable (_ identifier: Int32) -> Void) async throws -> TerminationStatus {
        // A hint to a worker that has just died must be the failure of one write, not the end of this process.
        signal(SIGPIPE, SIG_IGN)
        return try await Subprocess.run(
            .path(FilePath(command.executable)),
            arguments: Arguments(command.arguments),
            input: .inputWriter,
            output: .sequence,
            error: .currentStandardError
        ) { execution in
            onStart(execution.processIdentifier.value)
            try await withThrowingTaskGroup { group in
                group.addTask { await passOnHints(to: execution.standardInputWriter) }
                group.addTask {
                    await drain.wait(after: 0, upTo: .seconds(Int32.max))
                    try await execution.standardInputWriter.finish()
                    try await Task.sleep(for: patience)
                    try execution.send(signal: .kill)
                }
                var reports = MetricReports()
                // The stream ends when the process does.
                for try await buffer in execution.standardOutput {
                    for changes in buffer.withUnsafeBytes({ reports.read($0) }) { metrics.add(changes) }
                }
                group.cancelAll()
            }
        }.terminationStatus
    }

    private func passOnHints(to worker: StandardInputWriter) async {
        while !Task.isCancelled {
            let heard = bell.rings
            await bell.wait(after: heard, upTo: .seconds(Int32.max))
            // A worker that is gone, or finishing, needs no hint.
            guard (try? await worker.write([UInt8(ascii: "\n")])) != nil else { return }
        }
    }
}

/// How a worker is started.
struct WorkerCommandLine: Sendable, Hashable {
    let executable: String
    let arguments: [String]
}
