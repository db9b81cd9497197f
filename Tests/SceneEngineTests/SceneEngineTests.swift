import Foundation
import GenerationTypes
import ImageCodecs
import Synchronization
import Testing

@testable import SceneEngine

@Suite struct SceneEngineTests {
    private let winterEvening = EditPlan(
        edits: [
            .init(.snow, strength: 0.75), .init(.blossom, strength: 0.7), .init(.twilight, strength: 0.7),
            .init(.snowfall, strength: 0.6), .init(.aurora, strength: 0.3), .init(.ice, strength: 0.85),
            .init(.mystical, strength: 0.6), .init(.cinematic, strength: 0.6),
        ],
        timeOfDay: .twilight,
        priors: ScenePriors(water: 1, sky: 1, vegetation: 1, building: 1)
    )

    private func input(_ prompt: String, seed: UInt32 = 7) throws -> GenerationInput {
        GenerationInput(
            prompt: try #require(Prompt(prompt)),
            image: try SamplePhotograph.temple(),
            outputSize: PixelSize(width: 480, height: 272),
            seed: seed
        )
    }

    @Test func theResultHasTheSizeThatWasAskedFor() throws {
        let rendering = try SceneEngine().render(winterEvening, input("winter"), monitor: GenerationMonitor())
        #expect(rendering.image.bitmap.size == PixelSize(width: 480, height: 272))
        #expect(rendering.image.bitmap.layout == .rgb)
    }

    @Test func theSameSeedGivesTheSameBytesHoweverManyThreadsWork() throws {
        let input = try input("winter")
        let results = try [1, 2, 4].map { threads in
            try SceneEngine(threadCount: threads).render(winterEvening, input, monitor: GenerationMonitor())
                .image.bitmap
        }
        #expect(results[0] == results[1])
        #expect(results[0] == results[2])
    }

    @Test func itShowsThePictureBetweenStepsWithoutChangingTheResult() throws {
        let shown = Mutex<[Bitmap]>([])
        let monitor = GenerationMonitor(takePreview: { make in
            guard let bitmap = try? make() else { return }
            shown.withLock { $0.append(bitmap) }
        })
        let watched = try SceneEngine().render(winterEvening, input("winter"), monitor: monitor)
        let alone = try SceneEngine().render(winterEvening, input("winter"), monitor: GenerationMonitor())
        #expect(watched.image.bitmap == alone.image.bitmap)
        let previews = shown.withLock { $0 }
        #expect(Set(previews).count >= 3)
        #expect(previews.allSatisfy { $0.size == PixelSize(width: 320, height: 181) && $0.layout == .rgb })
    }

    @Test func anotherSeedGivesAnotherPicture() throws {
        let engine = SceneEngine()
        let first = try engine.render(winterEvening, input("winter", seed: 1), monitor: GenerationMonitor())
        let second = try engine.render(winterEvening, input("winter", seed: 2), monitor: GenerationMonitor())
        #expect(first.image.bitmap != second.image.bitmap)
    }

    @Test func aPromptThatAsksForNothingItCanDoIsRefused() throws {
        #expect {
            try SceneEngine().generate(input("qwertyuiop"), monitor: GenerationMonitor())
        } throws: { error in
            (error as? GenerationFailure)?.code == .unsupportedPrompt
        }
    }

    @Test func readingTheSceneStopsBetweenItsStages() throws {
        let photograph = try SamplePhotograph.temple(fittedTo: PixelSize(width: 320, height: 180))
        struct Stop: Error {}
        for last in 1...4 {
            var stages = 0
            #expect(throws: Stop.self) {
                try analyzeScene(photograph) {
                    stages += 1
                    if stages == last { throw Stop() }
                }
            }
            #expect(stages == last)
        }
    }

    @Test func theEngineStopsBetweenStepsWhenItIsToldTo() throws {
        let reports = Mutex(0)
        let monitor = GenerationMonitor(
            report: { _ in reports.withLock { $0 += 1 } },
            isCancelled: { reports.withLock { $0 } >= 4 }
        )
        #expect {
            try SceneEngine().render(winterEvening, input("winter"), monitor: monitor)
        } throws: { error in
            (error as? GenerationFailure)?.code == .cancelled
        }
        #expect(reports.withLock { $0 } == 4)
    }

    @Test func everyStepIsReportedOnceInOrderAndTimed() throws {
        let reports = Mutex<[GenerationProgress]>([])
        let monitor = GenerationMonitor(report: { progress in reports.withLock { $0.append(progress) } })
        let rendering = try SceneEngine().render(winterEvening, input("winter"), monitor: monitor)
        let seen = reports.withLock { $0 }
        #expect(seen.map(\.step) == Array(1...seen.count))
        #expect(seen.allSatisfy { $0.steps == seen.count })
        #expect(seen.map(\.label) == rendering.timings.map(\.label))
    }
}
