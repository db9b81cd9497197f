import GenerationTypes
import JobRunner
import JobStore
import ServiceLifecycle
import Synchronization
import Testing

/// Jobs that take more memory than their worker may.
@Suite(.onEveryDatabase) struct MemoryLimitTests {
    private static let limit = 100_000_000

    /// Memory as a test says that it is, and what becomes of the process.
    private final class Machine: Sendable {
        private let state = Mutex<(bytes: Int, ends: [Bool])>((0, []))

        func holds(_ bytes: Int) { state.withLock { $0.bytes = bytes } }
        func holds(more bytes: Int) -> Int {
            state.withLock { state in
                state.bytes += bytes
                return state.bytes
            }
        }
        var ends: [Bool] { state.withLock { $0.ends } }

        var limit: MemoryLimit {
            MemoryLimit(
                bytes: MemoryLimitTests.limit,
                setting: "the test",
                measure: { self.state.withLock { $0.bytes } },
                endProcess: { beginsAnew in self.state.withLock { $0.ends.append(beginsAnew) } }
            )
        }
    }

    private func fixture(attempts: Int) async throws -> RunnerFixture {
        var settings = StoreSettings()
        settings.attempts = AttemptPolicy(limit: attempts, firstPause: .milliseconds(1))
        return try await RunnerFixture(settings: settings)
    }

    @Test("a job that is too large fails after its attempts, with the limit, and costs nothing; the next one runs")
    func tooLarge() async throws {
        let fixture = try await fixture(attempts: 2)
        let machine = Machine()
        let engine = ScriptedEngine { input, monitor, call in
            guard call <= 2 else { return ScriptedEngine.grey(input) }
            machine.holds(Self.limit + 10_000_000)
            defer { machine.holds(50_000_000) }
            while true { try monitor.checkCancellation() }
        }
        try await fixture.withRunner(engine, memory: machine.limit) { _ in
            let job = try await fixture.ended(try await fixture.accept())
            #expect(job.status == .failed)
            #expect(job.failure?.code == .outOfMemory)
            #expect(job.failure?.message.contains("110 MB when it was stopped, and the test allows 100 MB") == true)
            #expect(job.state.attempt == 2)
            let balance = try await fixture.store.credits.balance(of: fixture.account)
            #expect(balance.available == MicroDollars(1_000_000))
            #expect(try await fixture.ended(try await fixture.accept()).status == .completed)
        }
        #expect(engine.calls == 3)
        #expect(machine.ends.isEmpty)
    }

    @Test("jobs that fit alone but not together all complete in their first attempt")
    func together() async throws {
        let fixture = try await fixture(attempts: 1)
        let machine = Machine()
        let most = Mutex(0)
        let engine = ScriptedEngine { input, monitor, _ in
            let held = machine.holds(more: 60_000_000)
            most.withLock { $0 = max($0, held) }
            defer { _ = machine.holds(more: -60_000_000) }
            // The first goes on until another is there, and long enough for the limit to be noticed.
            while most.withLock({ $0 }) <= Self.limit { try monitor.checkCancellation() }
            let end = ContinuousClock.now + .milliseconds(150)
            while ContinuousClock.now < end { try monitor.checkCancellation() }
            return ScriptedEngine.grey(input)
        }
        var settings = JobRunnerSettings.forTests
        settings.concurrentJobs = 2
        try await fixture.withRunner(engine, settings: settings, memory: machine.limit) { _ in
            var ids: [JobID] = []
            for _ in 0..<4 { ids.append(try await fixture.accept()) }
            for id in ids {
                let job = try await fixture.ended(id)
                #expect(job.status == .completed, "\(String(describing: job.failure))")
                #expect(job.state.attempt == 1)
            }
        }
        // They did run together, or nothing was tested.
        #expect(most.withLock { $0 } > Self.limit)
        #expect(machine.ends.isEmpty)
    }

    @Test("an engine that does not stop costs its job an attempt, and the process, once that is recorded")
    func deaf() async throws {
        let fixture = try await fixture(attempts: 1)
        let (machine, gate) = (Machine(), Gate())
        let engine = ScriptedEngine { input, _, _ in
            machine.holds(Self.limit * 2)
            gate.wait()
            return ScriptedEngine.grey(input)
        }
        try await fixture.withRunner(engine, memory: machine.limit) { _ in
            // The engine still works when this returns.
            let job = try await fixture.ended(try await fixture.accept())
            #expect(job.failure?.code == .outOfMemory)
            while machine.ends.isEmpty { await Task.yield() }
            gate.open()
        }
        #expect(machine.ends == [true])
    }

    @Test("of several jobs with deaf engines none loses an attempt")
    func deafTogether() async throws {
        let fixture = try await fixture(attempts: 1)
        let (machine, gate, begun) = (Machine(), Gate(), Counter())
        let engine = ScriptedEngine { input, _, _ in
            if begun.increment() == 2 { machine.holds(Self.limit * 2) }
            gate.wait()
            return ScriptedEngine.grey(input)
        }
        var settings = JobRunnerSettings.forTests
        settings.concurrentJobs = 2
        var ids: [JobID] = []
        try await fixture.withRunner(engine, settings: settings, memory: machine.limit) { group in
            ids = [try await fixture.accept(), try await fixture.accept()]
            while machine.ends.isEmpty { await Task.yield() }
            // Opens what reads the database below, where its folder is gone.
            try await fixture.store.ping()
            await group.triggerGracefulShutdown()
            for _ in ids { gate.open() }
        }
        #expect(machine.ends == [true])
        for id in ids {
            let job = try #require(try await fixture.store.jobs.job(id))
            #expect(job.status == .queued)
            #expect(job.state.attempt == 0)
        }
    }

    @Test("memory that no job holds ends the process, and nothing begins in its place")
    func nobodys() async throws {
        let fixture = try await fixture(attempts: 1)
        let machine = Machine()
        machine.holds(Self.limit + 1)
        var settings = JobRunnerSettings.forTests
        settings.pollInterval = .seconds(5)
        try await fixture.withRunner(ScriptedEngine.succeeding, settings: settings, memory: machine.limit) { _ in
            while machine.ends.isEmpty { await Task.yield() }
        }
        #expect(machine.ends == [false])
    }

    @Test("this process holds memory, and what it frees it gives back")
    func measures() throws {
        let before = try #require(MemoryLimit.anonymousBytes())
        #expect(before > 1 << 20)
        let bytes = 256 << 20
        let block = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 4_096)
        block.initializeMemory(as: UInt8.self, repeating: 1, count: bytes)
        let held = try #require(MemoryLimit.anonymousBytes())
        block.deallocate()
        let after = try #require(MemoryLimit.anonymousBytes())
        // Other tests run beside this one.
        #expect(held - before > 128 << 20)
        #expect(held - after > 128 << 20)
    }
}
