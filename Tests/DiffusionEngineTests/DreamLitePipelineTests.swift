import CAllocationCounter
import DiffusionModels
import GenerationTypes
import Tensors
import Testing

@testable import DiffusionEngine

/// The whole edit beside diffusers' `DreamLiteMobilePipeline`, from the same seed (`Scripts/reference/record_pipeline.py`).
struct DreamLitePipelineTests {
    private static let prompt = "snow on the roofs"
    private static let seed: UInt32 = 7

    private func edit(_ precision: WeightPrecision, prompt: String = prompt) throws -> Bitmap {
        let tiny = try TinyModel()
        defer { tiny.remove() }
        let model = try LoadedModel(tiny.settings(precision)) { false }
        return try model.pipeline.edit(
            TinyModel.picture("source"),
            prompt: prompt,
            seed: Self.seed,
            stepCount: 4,
            observer: .init(stepBegins: { _ in }, stepEnded: { _, _ in }),
            compute: model.compute
        )
    }

    @Test func theLatentsAreThoseOfTheReference() throws {
        let tiny = try TinyModel()
        defer { tiny.remove() }
        let model = try LoadedModel(tiny.settings()) { false }
        let (pipeline, compute) = (model.pipeline, model.compute)
        let picture = try TinyModel.picture("source")
        let latents = try pipeline.denoise(
            pipeline.autoencoder.encode(picture, compute: compute),
            pipeline.unet.conditioning(
                text: pipeline.read(Self.prompt, picture, compute: compute),
                width: picture.width,
                height: picture.height,
                compute: compute
            ),
            seed: Self.seed,
            stepCount: 4,
            observer: .init(stepBegins: { _ in }, stepEnded: { _, _ in }),
            compute: compute
        )
        let expected = try TinyModel.recorded("latents")
        #expect(latents.shape == expected.shape)
        let difference = zip(latents.floats(), expected.floats()).map { abs($0 - $1) }.max() ?? .infinity
        #expect(difference <= 1e-3)
    }

    @Test func thePictureIsThatOfTheReference() throws {
        #expect(signalToNoise(try edit(.float32), try TinyModel.picture("result")) >= 50)
    }

    /// Rounding to 8 or 16 bits weighs more in networks as narrow as these than in real ones.
    @Test(arguments: [(WeightPrecision.bfloat16, 38.0), (.int8, 32.0)])
    func lessPrecisePicturesAreNearIt(precision: WeightPrecision, bound: Double) throws {
        #expect(signalToNoise(try edit(precision), try edit(.float32)) >= bound)
    }

    /// In a process of its own, where nothing else asks for memory.
    @Test(.enabled(if: allocation_count() >= 0))
    func theStepsAfterTheFirstAskForNoMemory() async {
        await #expect(processExitsWith: .success) {
            let tiny = try TinyModel()
            defer { tiny.remove() }
            let picture = try TinyModel.picture("source")
            for precision in [WeightPrecision.float32, .bfloat16, .int8] {
                let model = try LoadedModel(tiny.settings(precision)) { false }
                let (pipeline, compute) = (model.pipeline, model.compute)
                let source = try pipeline.autoencoder.encode(picture, compute: compute)
                let conditioning = try pipeline.unet.conditioning(
                    text: pipeline.read("snow on the roofs", picture, compute: compute),
                    width: picture.width,
                    height: picture.height,
                    compute: compute
                )
                var counts: [Int] = []
                counts.reserveCapacity(6)
                _ = try pipeline.denoise(
                    source,
                    conditioning,
                    seed: 7,
                    stepCount: 6,
                    observer: .init(stepBegins: { _ in counts.append(allocation_count()) }, stepEnded: { _, _ in }),
                    compute: compute
                )
                let requests = zip(counts, counts.dropFirst()).map { $1 - $0 }
                #expect(requests.count == 5 && requests.dropFirst().allSatisfy { $0 == 0 }, "\(precision): \(requests)")
            }
        }
    }

    @Test func otherWordsMakeAnotherPicture() throws {
        #expect(try edit(.float32, prompt: "a red sky at night") != edit(.float32))
    }
}
