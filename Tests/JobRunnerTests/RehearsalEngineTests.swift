import GenerationTypes
import ImageCodecs
import JobRunner
import Testing

struct RehearsalEngineTests {
    let codec: ImageCodec
    let input: GenerationInput

    init() throws {
        codec = try ImageCodec()
        let bytes = (0..<200 * 100 * 3).map { UInt8($0 % 251) }
        input = GenerationInput(
            prompt: try #require(Prompt("anything")),
            image: Bitmap(size: PixelSize(width: 200, height: 100), layout: .rgb, bytes: bytes),
            outputSize: PixelSize(width: 64, height: 64),
            seed: 1
        )
    }

    @Test("'copy' gives the input in the output's size, and says that it is a rehearsal")
    func copies() throws {
        let image = try RehearsalEngine(.init(.copy), codec: codec).generate(input, monitor: GenerationMonitor())
        #expect(image.bitmap == (try codec.fitByContentAwareCrop(input.image, to: input.outputSize).bitmap))
        #expect(image.warnings.count == 1)
    }

    @Test(
        "each failing outcome has its code",
        arguments: [
            (.refuse, .unsupportedPrompt), (.error, .engineFailed), (.upstream, .upstreamUnavailable),
        ] as [(RehearsalEngine.Outcome, GenerationFailure.Code)]
    )
    func fails(outcome: RehearsalEngine.Outcome, code: GenerationFailure.Code) throws {
        let engine = RehearsalEngine(.init(outcome), codec: codec)
        let failure = #expect(throws: GenerationFailure.self) {
            try engine.generate(input, monitor: GenerationMonitor())
        }
        #expect(failure?.code == code)
    }

    @Test("a stalling engine hears that it is cancelled")
    func stallsUntilCancelled() {
        let engine = RehearsalEngine(.init(.slow, delay: .seconds(3_600)), codec: codec)
        let asked = Counter()
        let monitor = GenerationMonitor(isCancelled: { asked.increment() > 3 })
        let failure = #expect(throws: GenerationFailure.self) { try engine.generate(input, monitor: monitor) }
        #expect(failure?.code == .cancelled)
    }
}
