import Foundation
public import GenerationTypes
public import Tensors

/// The autoencoder between pictures and the latents in which DreamLite works: TAESD, a small one without attention
/// (https://github.com/madebyollin/taesd), as diffusers' `AutoencoderTiny` runs it.
public struct AutoencoderTiny: Sendable {
    public let configuration: AutoencoderTinyConfiguration
    private let encoder: AutoencoderTinyEncoder
    private let decoder: AutoencoderTinyDecoder

    /// Reads the weights of a checkpoint by the names that diffusers gives them.
    /// Throws `TensorError` for weights that are missing or of another shape than the configuration says.
    public init(_ weights: Weights, _ configuration: AutoencoderTinyConfiguration) throws {
        self.configuration = configuration
        encoder = try AutoencoderTinyEncoder(weights["encoder"], configuration)
        decoder = try AutoencoderTinyDecoder(weights["decoder"], configuration)
    }

    /// A picture's latents, as the network was trained on them: they are not scaled.
    /// - `bitmap`: In `rgb`; its width and height are multiples of `configuration.reduction`.
    ///
    /// The result is [height / reduction, width / reduction, latent channels], in 32 bits.
    /// Throws `CancellationError` when the result is not wanted any more.
    public func encode(_ bitmap: Bitmap, compute: Compute) throws -> Tensor {
        let reduction = configuration.reduction
        precondition(bitmap.layout == .rgb, "rgb wanted, \(bitmap.layout) given")
        precondition(
            bitmap.width % reduction == 0 && bitmap.height % reduction == 0,
            "multiples of \(reduction) pixels wanted, \(bitmap.size) given"
        )
        let latents = try encoder(height: bitmap.height, width: bitmap.width, compute: compute) { rows in
            let bytes = bitmap.bytes[rows.lowerBound * bitmap.width * 3..<rows.upperBound * bitmap.width * 3]
            return Tensor(
                [rows.count, bitmap.width, 3],
                floats: bytes.map { Self.levels[Int($0)] },
                as: compute.activations
            )
        }
        return compute.convert(latents, to: .float32)
    }

    /// The picture of latents.
    /// - `latents`: [height, width, latent channels].
    ///
    /// Throws `CancellationError` when the result is not wanted any more.
    public func decode(_ latents: Tensor, compute: Compute) throws -> Bitmap {
        precondition(
            latents.shape.count == 3 && latents.shape[2] == configuration.latentChannels,
            "[height, width, \(configuration.latentChannels)] latents wanted, \(latents.shape) given"
        )
        // Beyond three, latents are led towards three softly.
        let clamped = latents.floats().map {
            tanh(($0 / configuration.scalingFactor + configuration.shiftFactor) / 3) * 3
        }
        let size = PixelSize(
            width: latents.shape[1] * configuration.reduction,
            height: latents.shape[0] * configuration.reduction
        )
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size.pixelCount * 3)
        try decoder(Tensor(latents.shape, floats: clamped, as: compute.activations), compute: compute) { rows in
            for value in rows.floats() { bytes.append(Self.byte(value)) }
        }
        return Bitmap(size: size, layout: .rgb, bytes: bytes)
    }

    // The reference leads its pictures through -1 to 1 on the way in and out. That changes last bits, and once in a
    // while a byte of the result; the same roundings give the same bytes.

    /// What the encoder gets for every byte.
    private static let levels: [Float] = (0...255).map { ((2 * (Float($0) / 255) - 1) + 1) / 2 }

    /// The byte of a value that the decoder made.
    private static func byte(_ value: Float) -> UInt8 {
        let signed = value * 2 - 1
        let level = min(max(signed * 0.5 + 0.5, 0), 1) * 255
        return UInt8(level.rounded(.toNearestOrEven))
    }
}
