import GenerationTypes
import JobRunner
import JobStore
import ServiceLifecycle
import Testing

/// Jobs that do not run to their end.
@Suite(.onEveryDatabase) struct JobStopTests {
    @Test("a cancel reaches a running engine at the next look, and nothing is charged")
    func cancels() async throws {
        let fixture = try await RunnerFixture()
        let engine = ScriptedEngine.endless
        // The settings that a worker has unless told otherwise.
        let settings = JobRunnerSettings()
        // How long a cancel takes is a matter of how often the worker looks; half a second is promised.
        #expect(settings.tick <= .milliseconds(250))
        try await fixture.withRunner(engine, settings: settings) { _ in
            let id = try await fixture.accept()
            _ = await fixture.change(of: id) { $0.progress != nil }
            #expect(try await fixture.store.jobs.cancel(id, account: fixture.account, reason: .client) == .requested)
            let job = try await fixture.ended(id)
            #expect(job.status == .cancelled)
            let balance = try await fixture.store.credits.balance(of: fixture.account)
            #expect(balance.available == MicroDollars(1_000_000))
        }
        #expect((engine.failures.first as? GenerationFailure)?.code == .cancelled)
    }

    @Test("an image that was made although a cancel came is neither charged nor kept")
    func cancelWinsOverDelivery() async throws {
        let fixture = try await RunnerFixture()
        let gate = Gate()
        let engine = ScriptedEngine { input, monitor, _ in
            monitor.report(ScriptedEngine.begun)
            gate.wait()
            return ScriptedEngine.grey(input)
        }
        try await fixture.withRunner(engine) { _ in
            let id = try await fixture.accept()
            _ = await fixture.change(of: id) { $0.progress != nil }
            _ = try await fixture.store.jobs.cancel(id, account: fixture.account, reason: .client)
            gate.open()
            let job = try await fixture.ended(id)
            #expect(job.status == .cancelled)
            #expect(job.output == nil)
        }
    }

    @Test("a worker whose lease was taken stops its engine, and records nothing")
    func losesLease() async throws {
        let clock = MovableClock()
        let fixture = try await RunnerFixture(clock: clock.clock)
        let engine = ScriptedEngine { input, monitor, call in
            guard call == 1 else { return ScriptedEngine.grey(input) }
            monitor.report(ScriptedEngine.begun)
            while true { try monitor.checkCancellation() }
        }
        try await fixture.withRunner(engine) { _ in
            let id = try await fixture.accept()
            _ = await fixture.change(of: id) { $0.progress != nil }
            // The reaper thinks that the worker is gone, and the job begins again.
            clock.advance(by: .seconds(60))
            #expect(try await fixture.store.jobs.expireLeases() == 1)
            let job = try await fixture.ended(id)
            #expect(job.status == .completed)
            #expect(job.state.attempt == 2)
            let entries = try await fixture.store.credits.entries(of: fixture.account)
            #expect(entries.filter { $0.kind == .capture }.count == 1)
        }
        #expect(engine.calls == 2)
        #expect((engine.failures.first as? GenerationFailure)?.code == .cancelled)
    }

    @Test("at a graceful end, the running job is finished and the waiting one is left alone")
    func drains() async throws {
        let fixture = try await RunnerFixture()
        let gate = Gate()
        let engine = ScriptedEngine { input, monitor, _ in
            monitor.report(ScriptedEngine.begun)
            gate.wait()
            return ScriptedEngine.grey(input)
        }
        var ids: [JobID] = []
        try await fixture.withRunner(engine) { group in
            ids = [try await fixture.accept(), try await fixture.accept()]
            _ = await fixture.change(of: ids[0]) { $0.progress != nil }
            await group.triggerGracefulShutdown()
            gate.open()
            #expect(try await fixture.ended(ids[0]).status == .completed)
        }
        #expect(try await fixture.store.jobs.job(ids[1])?.status == .queued)
        #expect(engine.calls == 1)
    }

    @Test("a job that outlasts the drain limit goes back to the queue, and the attempt is not counted")
    func handsBack() async throws {
        let fixture = try await RunnerFixture()
        var settings = JobRunnerSettings.forTests
        settings.drainLimit = .zero
        let engine = ScriptedEngine.endless
        var id: JobID?
        try await fixture.withRunner(engine, settings: settings) { group in
            let accepted = try await fixture.accept()
            id = accepted
            _ = await fixture.change(of: accepted) { $0.progress != nil }
            await group.triggerGracefulShutdown()
            _ = await fixture.change(of: accepted) { $0.status == .queued }
        }
        let accepted = try #require(id)
        let job = try #require(try await fixture.store.jobs.job(accepted))
        #expect(job.status == .queued)
        #expect(job.state.attempt == 0)
    }
}
