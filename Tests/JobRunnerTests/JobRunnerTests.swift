import Foundation
import GenerationTypes
import ImageCodecs
import JobRunner
import JobStore
import Testing

@Suite(.onEveryDatabase) struct JobRunnerTests {
    @Test("a job becomes an image in the store, and is charged", arguments: OutputFormat.allCases)
    func delivers(format: OutputFormat) async throws {
        let fixture = try await RunnerFixture()
        try await fixture.withRunner(ScriptedEngine.succeeding) { _ in
            let job = try await fixture.ended(try await fixture.accept(format: format))
            #expect(job.status == .completed)
            let output = try #require(job.output)
            #expect(output.warnings == ["no snow today"])
            let bytes = try await fixture.store.artifacts.read(output.artifact)
            #expect(bytes.count == output.byteCount)
            let header = try fixture.codec.inspect(bytes)
            #expect(header.size == PixelSize(width: 1280, height: 720))
            #expect(header.mediaType == format.mediaType)
            let balance = try await fixture.store.credits.balance(of: fixture.account)
            #expect(balance.spent == MicroDollars(35_000))
            #expect(balance.reserved == .zero)
        }
    }

    @Test("the engine gets the decoded image, the words and the seed")
    func passesInput() async throws {
        let fixture = try await RunnerFixture()
        let engine = ScriptedEngine { input, _, _ in
            guard input.image.size == PixelSize(width: 96, height: 64), input.image.bytes.allSatisfy({ $0 == 120 }),
                input.prompt.text == "snow", input.seed == 7
            else { throw GenerationFailure(.unsupportedPrompt, "the input is not what was asked for") }
            return ScriptedEngine.grey(input)
        }
        try await fixture.withRunner(engine) { _ in
            let job = try await fixture.ended(try await fixture.accept())
            #expect(job.status == .completed, "\(String(describing: job.failure))")
        }
    }

    @Test("what the engine reports can be read while it works")
    func reportsProgress() async throws {
        let fixture = try await RunnerFixture()
        let gate = Gate()
        let report = GenerationProgress(step: 2, steps: 5, label: "reading the scene")
        let engine = ScriptedEngine { input, monitor, _ in
            monitor.report(report)
            gate.wait()
            return ScriptedEngine.grey(input)
        }
        try await fixture.withRunner(engine) { _ in
            let id = try await fixture.accept()
            let seen = await fixture.change(of: id) { $0.progress == report }
            gate.open()
            #expect(seen?.status == .processing)
            #expect(try await fixture.ended(id).status == .completed)
        }
    }

    @Test("a failure that another attempt may mend is tried again")
    func retries() async throws {
        var settings = StoreSettings()
        settings.attempts = AttemptPolicy(limit: 3, firstPause: .milliseconds(1))
        let fixture = try await RunnerFixture(settings: settings)
        let engine = ScriptedEngine { input, _, call in
            if call < 3 { throw GenerationFailure(.engineFailed, "call \(call) breaks") }
            return ScriptedEngine.grey(input)
        }
        try await fixture.withRunner(engine) { _ in
            let job = try await fixture.ended(try await fixture.accept())
            #expect(job.status == .completed)
            #expect(job.state.attempt == 3)
        }
        #expect(engine.calls == 3)
    }

    @Test("a job that fails every time ends with the engine's reason and costs nothing")
    func givesUp() async throws {
        var settings = StoreSettings()
        settings.attempts = AttemptPolicy(limit: 2, firstPause: .milliseconds(1))
        let fixture = try await RunnerFixture(settings: settings)
        let engine = ScriptedEngine { _, _, _ in throw GenerationFailure(.upstreamUnavailable, "no answer") }
        try await fixture.withRunner(engine) { _ in
            let job = try await fixture.ended(try await fixture.accept())
            #expect(job.failure == GenerationFailure(.upstreamUnavailable, "no answer"))
            let balance = try await fixture.store.credits.balance(of: fixture.account)
            #expect(balance.available == MicroDollars(1_000_000))
        }
        #expect(engine.calls == 2)
    }

    @Test("an error that is no failure for clients does not show its details to them")
    func hidesDetails() async throws {
        struct Secret: Error {}
        var settings = StoreSettings()
        settings.attempts = AttemptPolicy(limit: 1)
        let fixture = try await RunnerFixture(settings: settings)
        try await fixture.withRunner(ScriptedEngine { _, _, _ in throw Secret() }) { _ in
            let job = try await fixture.ended(try await fixture.accept())
            #expect(job.failure?.code == .engineFailed)
            #expect(job.failure?.message.contains("Secret") == false)
        }
    }

    @Test("an input that cannot be decoded fails at once, and says so")
    func damagedInput() async throws {
        let fixture = try await RunnerFixture()
        let png = try await fixture.store.artifacts.read(fixture.input)
        let damaged = try await fixture.store.artifacts.put(
            Array(png.prefix(png.count / 2)),
            in: .inputs,
            fileExtension: "png"
        )
        let engine = ScriptedEngine.succeeding
        try await fixture.withRunner(engine) { _ in
            let job = try await fixture.ended(try await fixture.accept(image: damaged))
            #expect(job.failure?.code == .invalidImage)
            #expect(job.state.attempt == 1)
        }
        #expect(engine.calls == 0)
    }

    @Test("several slots run jobs at the same time")
    func runsConcurrently() async throws {
        let fixture = try await RunnerFixture()
        var settings = JobRunnerSettings.forTests
        settings.concurrentJobs = 2
        let (first, second) = (Gate(), Gate())
        let engine = ScriptedEngine { input, _, call in
            // Each call lets the other one go: alone, neither would end.
            (call == 1 ? second : first).open()
            (call == 1 ? first : second).wait()
            return ScriptedEngine.grey(input)
        }
        try await fixture.withRunner(engine, settings: settings) { _ in
            let ids = [try await fixture.accept(), try await fixture.accept()]
            for id in ids { #expect(try await fixture.ended(id).status == .completed) }
        }
    }
}
