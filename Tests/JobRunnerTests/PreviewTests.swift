import GenerationTypes
import ImageCodecs
import JobRunner
import JobStore
import Testing

@Suite(.onEveryDatabase) struct PreviewTests {
    private static func picture(_ level: UInt8) -> Bitmap {
        let size = PixelSize(width: 320, height: 180)
        return Bitmap(size: size, layout: .rgb, bytes: Array(repeating: level, count: size.pixelCount * 3))
    }

    @Test("a running engine's picture is there to see while it runs, and gone afterwards")
    func shows() async throws {
        let fixture = try await RunnerFixture()
        let gate = Gate()
        let engine = ScriptedEngine { input, monitor, _ in
            monitor.report(GenerationProgress(step: 3, steps: 9, label: "painting"))
            monitor.offerPreview { Self.picture(40) }
            gate.wait()
            return ScriptedEngine.grey(input)
        }
        var settings = JobRunnerSettings.forTests
        settings.previewInterval = .zero
        try await fixture.withRunner(engine, settings: settings) { _ in
            let id = try await fixture.accept()
            var shown: JobPreview?
            for await _ in fixture.store.watcher.changes(of: id) where shown == nil {
                shown = try await fixture.store.previews.newest(of: id, otherThan: nil)?.preview
                if shown != nil { gate.open() }
            }
            let preview = try #require(shown)
            #expect(preview.step == 3)
            #expect(try fixture.codec.decode(preview.jpeg) == Self.picture(40))
            #expect(try await fixture.store.previews.newest(of: id, otherThan: nil) == nil)
        }
    }

    @Test("previews that come too soon are not even made")
    func spares() async throws {
        let fixture = try await RunnerFixture()
        let made = Counter()
        let engine = ScriptedEngine { input, monitor, _ in
            for _ in 0..<1_000 {
                monitor.offerPreview {
                    made.increment()
                    return Self.picture(40)
                }
            }
            return ScriptedEngine.grey(input)
        }
        var settings = JobRunnerSettings.forTests
        settings.previewInterval = .seconds(3_600)
        try await fixture.withRunner(engine, settings: settings) { _ in
            let id = try await fixture.accept()
            #expect(try await fixture.ended(id).status == .completed)
        }
        #expect(made.count == 0)
    }

    @Test("an engine whose preview cannot be made still delivers")
    func survives() async throws {
        let fixture = try await RunnerFixture()
        let engine = ScriptedEngine { input, monitor, _ in
            monitor.offerPreview { throw GenerationFailure(.engineFailed, "no preview") }
            return ScriptedEngine.grey(input)
        }
        var settings = JobRunnerSettings.forTests
        settings.previewInterval = .zero
        try await fixture.withRunner(engine, settings: settings) { _ in
            let id = try await fixture.accept()
            #expect(try await fixture.ended(id).status == .completed)
        }
    }
}
