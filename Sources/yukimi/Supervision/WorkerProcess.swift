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
/// | the worker's standard input | a line for "there is a job", one with an `r` for "read the log's level again"; its end, which comes even when this process is killed, for "finish and go" |
/// | its standard output | a line now and then with what it has counted (``MetricReports``) |
/// | its standard error | its log lines, which go to ours |
struct WorkerProcess: Sendable {
    let command: WorkerCommandLine
    /// Rings when there is a job.
    let bell: WakeBell
    /// Rings when the log's level is to be read again. A signal would kill a worker that does not listen to it yet.
    let reload: WakeBell
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
        let (jobs, reloads) = (bell.rings, reload.rings)
        return try await Subprocess.run(
            .path(FilePath(command.executable)),
            arguments: Arguments(command.arguments),
            input: .inputWriter,
            output: .sequence,
            error: .currentStandardError
        ) { execution in
            onStart(execution.processIdentifier.value)
            try await withThrowingTaskGroup { group in
                group.addTask { await passOn(bell, after: jobs, as: "\n", to: execution.standardInputWriter) }
                group.addTask { await passOn(reload, after: reloads, as: "r\n", to: execution.standardInputWriter) }
                group.addTask {
                    await drain.wait(after: 0)
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

    private func passOn(_ bell: WakeBell, after rings: Int, as line: String, to worker: StandardInputWriter) async {
        var heard = rings
        while !Task.isCancelled {
            await bell.wait(after: heard)
            heard = bell.rings
            // A worker that is gone, or finishing, needs no hint.
            guard (try? await worker.write(Array(line.utf8))) != nil else { return }
        }
    }
}

/// How a worker is started.
struct WorkerCommandLine: Sendable, Hashable {
    let executable: String
    let arguments: [String]
}
