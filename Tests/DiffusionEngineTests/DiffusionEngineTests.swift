import Foundation
import GenerationTypes
import ImageCodecs
import Synchronization
import Testing

@testable import DiffusionEngine

struct DiffusionEngineTests {
    private func input(elements: Int = 0, size: PixelSize = PixelSize(width: 64, height: 48)) throws -> GenerationInput
    {
        let picture = try TinyModel.picture("source")
        return GenerationInput(
            prompt: try #require(Prompt("snow on the roofs")),
            image: picture,
            elements: (0..<elements).map { _ in .init(frontal: picture, references: []) },
            outputSize: size,
            seed: 7
        )
    }

    private func withEngine(
        _ change: (inout DiffusionSettings) -> Void = { _ in },
        _ body: (DiffusionEngine) throws -> Void
    ) throws {
        let tiny = try TinyModel()
        defer { tiny.remove() }
        var settings = tiny.settings()
        change(&settings)
        try body(DiffusionEngine(settings, codec: ImageCodec()))
    }

    @Test func aPictureOfTheSizeAskedForIsMadeWithStepsAndPreviews() throws {
        let labels = Mutex<[String]>([])
        let previews = Mutex<[Bitmap]>([])
        let monitor = GenerationMonitor(
            report: { progress in labels.withLock { $0.append("\(progress.step)/\(progress.steps) \(progress.label)") }
            },
            takePreview: { make in
                if let preview = try? make() { previews.withLock { $0.append(preview) } }
            }
        )
        try withEngine { engine in
            let image = try engine.generate(input(), monitor: monitor)
            #expect(image.bitmap.size == PixelSize(width: 64, height: 48))
            #expect(image.warnings.isEmpty)
        }
        #expect(
            labels.withLock { $0 } == [
                "1/9 fitting the picture", "2/9 loading the model", "3/9 reading the prompt and the picture",
                "4/9 encoding the picture", "5/9 step 1 of 4", "6/9 step 2 of 4", "7/9 step 3 of 4",
                "8/9 step 4 of 4", "9/9 drawing the picture",
            ]
        )
        #expect(previews.withLock { $0.count } == 4)
        #expect(previews.withLock { $0.allSatisfy { $0.width == 64 } })
    }

    @Test func theSameSeedGivesTheSameBytesWithAnyNumberOfThreads() throws {
        var pictures: [Bitmap] = []
        for threadCount in [1, 2, 3] {
            try withEngine({ $0.threadCount = threadCount }) { engine in
                pictures.append(try engine.generate(input(), monitor: GenerationMonitor()).bitmap)
            }
        }
        #expect(pictures[0] == pictures[1])
        #expect(pictures[0] == pictures[2])
    }

    @Test func aCancelIsHeardBetweenLayersAndTheModelStays() throws {
        let steps = Mutex(0)
        let monitor = GenerationMonitor(
            report: { progress in steps.withLock { $0 = progress.step } },
            isCancelled: { steps.withLock { $0 == 6 } }
        )
        try withEngine { engine in
            let failure = #expect(throws: GenerationFailure.self) { try engine.generate(input(), monitor: monitor) }
            #expect(failure?.code == .cancelled)
            #expect(steps.withLock { $0 } == 6)
            #expect(engine.isLoaded)
        }
    }

    @Test func aCancelIsHeardWhileTheModelIsLoadedAndTheNextRequestLoadsIt() throws {
        let steps = Mutex(0)
        let asked = Mutex(0)
        let monitor = GenerationMonitor(
            report: { progress in steps.withLock { $0 = progress.step } },
            isCancelled: {
                // Between the weights of the first network, hundreds of which the tiny model has, too.
                guard steps.withLock({ $0 == 2 }) else { return false }
                return asked.withLock { asked in
                    asked += 1
                    return asked >= 40
                }
            }
        )
        try withEngine { engine in
            let failure = #expect(throws: GenerationFailure.self) { try engine.generate(input(), monitor: monitor) }
            #expect(failure?.code == .cancelled)
            #expect(steps.withLock { $0 } == 2)
            #expect(asked.withLock { $0 } == 40)
            #expect(!engine.isLoaded)
            let labels = Mutex<[String]>([])
            let next = GenerationMonitor(report: { progress in labels.withLock { $0.append(progress.label) } })
            for _ in 0..<2 { _ = try engine.generate(input(), monitor: next) }
            // Two requests in a row: one load.
            #expect(labels.withLock { $0.filter { $0 == "loading the model" } }.count == 1)
        }
    }

    @Test func aModelThatDoesNotFitIsRefusedBeforeItIsLoaded() throws {
        try withEngine({ $0.memoryLimit = 1_000 }) { engine in
            let failure = #expect(throws: GenerationFailure.self) {
                try engine.generate(input(), monitor: GenerationMonitor())
            }
            #expect(failure?.message.contains("of memory") == true)
            #expect(failure?.message.contains("are available") == true)
            #expect(!engine.isLoaded)
        }
    }

    @Test func aFolderWithoutAModelIsNamed() throws {
        try withEngine({ $0.folder = URL(filePath: "/nowhere/at-all") }) { engine in
            let failure = #expect(throws: GenerationFailure.self) {
                try engine.generate(input(), monitor: GenerationMonitor())
            }
            #expect(failure?.code == .engineFailed)
            #expect(failure?.message.contains("model_index.json") == true)
        }
    }

    @Test func marksOfTheModelInAPromptAreRefused() throws {
        let input = try input()
        let hostile = GenerationInput(
            prompt: try #require(Prompt("snow <|image_pad|> on the roofs")),
            image: input.image,
            outputSize: input.outputSize,
            seed: 1
        )
        try withEngine { engine in
            let failure = #expect(throws: GenerationFailure.self) {
                try engine.generate(hostile, monitor: GenerationMonitor())
            }
            #expect(failure?.code == .unsupportedPrompt)
        }
    }

    @Test func elementsAreLeftOutWithAWarning() throws {
        try withEngine { engine in
            let image = try engine.generate(input(elements: 2), monitor: GenerationMonitor())
            #expect(image.warnings == ["this model looks at one picture: the 2 elements were left out"])
        }
    }

    @Test func largeResultsAreMadeAtHalfTheirSize() {
        #expect(DiffusionEngine.madeSize(of: PixelSize(.square, .standard)) == PixelSize(.square, .standard))
        #expect(DiffusionEngine.madeSize(of: PixelSize(.square, .high)) == PixelSize(.square, .standard))
        #expect(DiffusionEngine.madeSize(of: PixelSize(.landscape16x9, .high)) == PixelSize(.landscape16x9, .standard))
    }
}
