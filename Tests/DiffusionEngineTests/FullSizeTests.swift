import DiffusionModels
import Foundation
import GenerationTypes
import Tensors
import Testing

@testable import DiffusionEngine

/// The folder with the model at the real size, when there is one.
private let fullSizeFolder = ProcessInfo.processInfo.environment["YUKIMI_FULL_SIZE"]

/// The whole edit at the real size beside diffusers', with the folder that `Scripts/reference/full_pipeline.py` wrote:
/// gigabytes and minutes, so only where `YUKIMI_FULL_SIZE` names one (`Scripts/reference/compare-full.sh`).
/// `YUKIMI_FULL_SIZE_PRECISION` says which precision, one for each process: memory is given back between them.
@Suite(.enabled(if: fullSizeFolder != nil))
struct FullSizeTests {
    private static let prompt = "deep snow on the roofs and warm light in the windows"
    private static let seed: UInt32 = 7

    private static let decibels: [WeightPrecision: Double] = [.float32: 50, .bfloat16: 38, .int8: 32]

    @Test func theWholeEditIsThatOfTheReference() throws {
        let folder = URL(filePath: try #require(fullSizeFolder), directoryHint: .isDirectory)
        let name = ProcessInfo.processInfo.environment["YUKIMI_FULL_SIZE_PRECISION"] ?? "float32"
        let precision = try #require(WeightPrecision(rawValue: name), "no precision \(name)")
        let recorded = try RecordedTensors(folder.appending(path: "recorded.safetensors"))
        let picture = try recorded.picture("source")

        let model = try LoadedModel(DiffusionSettings(folder: folder, precision: precision)) { false }
        let (pipeline, compute) = (model.pipeline, model.compute)
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
        let result = try pipeline.autoencoder.decode(latents, compute: compute)

        let expected = try recorded.tensor("latents")
        #expect(latents.shape == expected.shape)
        let differences = zip(latents.floats(), expected.floats()).map { Double($0 - $1) }
        let largest = differences.map(abs).max() ?? .infinity
        let root = (differences.reduce(0) { $0 + $1 * $1 } / Double(differences.count)).squareRoot()
        let decibels = signalToNoise(result, try recorded.picture("result"))
        print(
            "\(name): latents differ by \(largest) at most and \(root) in the root of the mean square, "
                + "the picture by \(decibels) dB; peak of tensors \(compute.arena.peakBytesInUse) bytes"
        )
        #expect(decibels >= (try #require(Self.decibels[precision])))
        if precision == .float32 { #expect(largest <= 1e-3) }
    }
}
