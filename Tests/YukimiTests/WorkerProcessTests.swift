import HTTPAPI
import JobRunner
import Subprocess
import Testing

@testable import yukimi

/// What passes between a server and a worker, with small programs in the worker's place.
struct WorkerProcessTests {
    private func process(
        _ executable: String,
        _ arguments: [String],
        bell: WakeBell = WakeBell(),
        reload: WakeBell = WakeBell(),
        drain: WakeBell = WakeBell(),
        patience: Duration = .seconds(60)
    ) -> WorkerProcess {
        WorkerProcess(
            command: WorkerCommandLine(executable: executable, arguments: arguments),
            bell: bell,
            reload: reload,
            drain: drain,
            patience: patience,
            metrics: MetricRegistry()
        )
    }

    @Test("a ring of the bell is a line on the worker's standard input")
    func passesHintsOn() async throws {
        let bell = WakeBell()
        let ringing = Task {
            // Rings until it is heard: the process may begin to listen at any moment.
            while !Task.isCancelled {
                bell.ring()
                await Task.yield()
            }
        }
        defer { ringing.cancel() }
        let status = try await process("/bin/sh", ["-c", "read line && exit 7"], bell: bell).run { _ in }
        #expect(status == .exited(7))
    }

    @Test("what rings before a worker listens is there when it does")
    func keepsTheReload() async throws {
        let reload = WakeBell()
        let late = ["-c", "sleep 0.3; while read line; do test \"$line\" = r && exit 7; done"]
        let status = try await process("/bin/sh", late, reload: reload).run { _ in
            reload.ring()
        }
        #expect(status == .exited(7))
    }

    @Test("a drain ends the worker's standard input, and the worker may finish what it does")
    func drains() async throws {
        let drain = WakeBell()
        drain.ring()
        let status = try await process("/bin/sh", ["-c", "cat > /dev/null; exit 3"], drain: drain).run { _ in }
        #expect(status == .exited(3))
    }

    @Test("a worker that does not finish in time is killed")
    func kills() async throws {
        let drain = WakeBell()
        drain.ring()
        let endless = process("/bin/sleep", ["3600"], drain: drain, patience: .zero)
        let status = try await endless.run { _ in }
        #expect(status == .signaled(9))
    }

    @Test("a worker's end is noticed although nothing rings")
    func noticesTheEnd() async throws {
        let status = try await process("/bin/sh", ["-c", "exit 5"]).run { _ in }
        #expect(status == .exited(5))
    }

    @Test("a program that cannot be started is an error")
    func cannotStart() async {
        await #expect(throws: (any Error).self) { try await process("/nonexistent/yukimi", []).run { _ in } }
    }
}
