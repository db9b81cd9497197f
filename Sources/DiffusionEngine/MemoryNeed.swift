import DiffusionModels
import Foundation
import GenerationTypes
import Tensors

/// How much memory a model will take, told before anything is loaded: a process that takes more than there is is killed
/// in the middle of its work.
struct MemoryNeed {
    /// Weights that stay, in bytes.
    let weights: Int
    /// The most that is alive between them at one time, at the largest size that the model works at.
    let activations: Int

    var bytes: Int { weights + activations }

    /// A prompt of the greatest length has about as many tokens; they are few beside the picture's.
    private static let textTokenCount = 1_024

    /// Reads the configurations alone.
    ///
    /// Throws `ConfigurationError`.
    init(_ settings: DiffusionSettings) throws {
        let folder = settings.folder
        func configuration(_ part: String) throws -> ConfigurationFile {
            try ConfigurationFile(contentsOf: folder.appending(path: "\(part)/config.json"))
        }
        let precision = settings.precision
        let type: ElementType = precision == .float32 ? .float32 : .bfloat16
        let encoder = try Qwen3VLConfiguration(configuration("text_encoder"))
        let unet = try DreamLiteConfiguration(configuration("unet"))
        let autoencoder = try AutoencoderTinyConfiguration(configuration("vae"))
        let size = PixelSize(.landscape3x2, .standard)
        let patchSide = DreamLitePipeline.lookedAtSide / encoder.vision.patchSize

        weights =
            encoder.weightByteCount(precision) + unet.weightByteCount(precision)
            + autoencoder.weightByteCount(precision == .int8 ? .bfloat16 : precision)
        activations = max(
            encoder.activationByteCount(tokens: Self.textTokenCount, patches: [patchSide * patchSide], type),
            unet.activationByteCount(size: size, textTokens: Self.textTokenCount, type),
            autoencoder.activationByteCount(size: size, type)
        )
    }

    /// - Throws: ``GenerationFailure`` when there is less. nil: nobody knows how much there is.
    func check(limit: Int?) throws {
        guard let limit, bytes > limit else { return }
        throw GenerationFailure(
            .engineFailed,
            "the model needs about \(Self.text(bytes)) of memory (\(Self.text(weights)) of weights), and "
                + "\(Self.text(limit)) are available"
        )
    }

    private static func text(_ bytes: Int) -> String {
        let tenths = (bytes + 50_000_000) / 100_000_000
        return "\(tenths / 10).\(tenths % 10) GB"
    }
}
