public import Tensors

/// The denoising network of DreamLite: from latents with noise, a time and a text, the velocity towards the picture.
///
/// ```
/// latents ── input ──► down 0 ──► down 1 ──► down 2 ──► middle ──► up 0 ──► up 1 ──► up 2 ── norm, output ──► velocity
///                        │          │          └─────────────────────┘        │        │
///                        │          └─────────────────────────────────────────┘        │      pictures led past
///                        └─────────────────────────────────────────────────────────────┘
/// ```
/// To edit, the latents of the source lie to the right of those of the target; the network treats both as one picture.
public struct DreamLiteUNet: Sendable {
    public let configuration: DreamLiteConfiguration
    private let timeEmbedding: TimestepEmbedding
    private let sizeEmbedding: TimestepEmbedding
    private let textProjection: LinearWeight
    private let textNorm: Tensor
    private let input: ConvolutionWeight
    private let downBlocks: [DreamLiteDownBlock]
    private let middleBlock: DreamLiteMiddleBlock
    private let upBlocks: [DreamLiteUpBlock]
    private let outputNorm: GroupNorm
    private let output: ConvolutionWeight
    private let textAttentions: [DreamLiteTextAttention]

    /// Reads the weights of a checkpoint by the names that diffusers gives them.
    /// Throws `TensorError` for weights that are missing or of another shape than the configuration says.
    public init(_ weights: Weights, _ configuration: DreamLiteConfiguration) throws {
        self.configuration = configuration
        let levels = configuration.levels
        let (finest, coarsest) = (levels[0], levels[levels.count - 1])
        timeEmbedding = try TimestepEmbedding(
            weights["time_embedding"],
            inputs: finest.channels,
            outputs: configuration.timeChannels
        )
        sizeEmbedding = try TimestepEmbedding(
            weights["add_embedding"],
            inputs: 2 * configuration.sizeChannels,
            outputs: configuration.timeChannels
        )
        textProjection = try weights["encoder_hid_proj"].linear(
            "0",
            inputs: configuration.textChannels,
            outputs: configuration.contextChannels,
            bias: true
        )
        textNorm = try weights["encoder_hid_proj"]["1"].vector("weight", configuration.contextChannels)
        input = try weights.convolution(
            "conv_in",
            inputs: configuration.latentChannels,
            outputs: finest.channels,
            kernel: 3,
            padding: 1,
            bias: true
        )

        var attentionCount = 0
        var downBlocks: [DreamLiteDownBlock] = []
        var upBlocks: [DreamLiteUpBlock] = []
        for index in levels.indices {
            downBlocks.append(
                try DreamLiteDownBlock(
                    weights["down_blocks"][index],
                    configuration,
                    levelIndex: index,
                    inputs: levels[max(index - 1, 0)].channels,
                    attentionCount: &attentionCount
                )
            )
        }
        middleBlock = try DreamLiteMiddleBlock(
            weights["mid_block"],
            configuration,
            coarsest,
            attentionCount: &attentionCount
        )
        for (index, levelIndex) in levels.indices.reversed().enumerated() {
            upBlocks.append(
                try DreamLiteUpBlock(
                    weights["up_blocks"][index],
                    configuration,
                    levelIndex: levelIndex,
                    attentionCount: &attentionCount
                )
            )
        }
        self.downBlocks = downBlocks
        self.upBlocks = upBlocks
        let transformers =
            downBlocks.flatMap(\.transformers) + middleBlock.transformers + upBlocks.flatMap(\.transformers)
        textAttentions = transformers.flatMap(\.layers).map(\.textAttention)

        outputNorm = try weights.groupNorm(
            "conv_norm_out",
            groups: configuration.normGroups,
            channels: finest.channels,
            epsilon: configuration.normEpsilon
        )
        output = try weights.convolution(
            "conv_out",
            inputs: finest.channels,
            outputs: configuration.latentChannels,
            kernel: 3,
            padding: 1,
            bias: true
        )
    }

    /// What stays the same in all steps of a request.
    /// - `text`: The text encoder's states, [text tokens, text channels].
    /// - `width`: The target's width in pixels, without the source beside it.
    /// - `height`: Its height in pixels.
    public func conditioning(
        text: Tensor,
        width: Int,
        height: Int,
        compute: Compute
    ) throws -> DreamLiteConditioning {
        precondition(
            text.shape.count == 2 && text.shape[1] == configuration.textChannels,
            "[tokens, \(configuration.textChannels)] text states wanted, \(text.shape) given"
        )
        let size = compute.sinusoidalEmbedding(of: [Float(width), Float(height)], channels: configuration.sizeChannels)
        let projected = compute.linear(compute.convert(text, to: compute.activations), textProjection)
        let context = compute.rmsNorm(projected, weight: textNorm, epsilon: 1e-5)  // [tokens, context channels]
        return DreamLiteConditioning(
            size: sizeEmbedding(size, compute: compute),
            keysAndValues: try textAttentions.map { attention in
                try compute.checkpoint()
                return attention.keysAndValues(of: context, compute: compute)
            }
        )
    }

    /// The derivative of the latents by the noise level.
    /// - `latents`: [height, width, latent channels], the source's to the right of the target's.
    /// - `timestep`: From the schedule, 1000 for pure noise.
    /// - `skipped`: Room for the pictures that are led past. It is empty between steps; in one that is kept from step to
    ///   step, the array does not grow again.
    ///
    /// The result is [height, width, latent channels], in 32 bits.
    /// Throws `CancellationError` when the result is not wanted any more.
    public func velocity(
        of latents: Tensor,
        timestep: Float,
        _ conditioning: DreamLiteConditioning,
        skipped: inout [Tensor],
        compute: Compute
    ) throws -> Tensor {
        precondition(
            latents.shape.count == 3 && latents.shape[2] == configuration.latentChannels,
            "[height, width, \(configuration.latentChannels)] latents wanted, \(latents.shape) given"
        )
        let time = timeVector(timestep, conditioning, compute: compute)
        var picture = compute.convolution(compute.convert(latents, to: compute.activations), input)
        skipped.append(picture)
        for block in downBlocks {
            picture = try block(picture, time: time, conditioning, skipped: &skipped, compute: compute)
        }
        picture = try middleBlock(picture, time: time, conditioning, compute: compute)
        for block in upBlocks {
            picture = try block(picture, time: time, conditioning, skipped: &skipped, compute: compute)
        }
        picture = compute.groupNorm(picture, outputNorm, activation: .silu)
        return compute.convert(compute.convolution(picture, output), to: .float32)
    }

    /// A step by itself: as above, with room of its own.
    public func velocity(
        of latents: Tensor,
        timestep: Float,
        _ conditioning: DreamLiteConditioning,
        compute: Compute
    ) throws -> Tensor {
        var skipped: [Tensor] = []
        return try velocity(of: latents, timestep: timestep, conditioning, skipped: &skipped, compute: compute)
    }

    /// Time and size for all residual blocks, [1, time channels], in 32 bits. Each would begin with the activation; it
    /// is the same for all.
    private func timeVector(_ timestep: Float, _ conditioning: DreamLiteConditioning, compute: Compute) -> Tensor {
        let channels = configuration.levels[0].channels
        let time = compute.sinusoidalEmbedding(of: CollectionOfOne(timestep), channels: channels)
        return compute.activate(timeEmbedding(time, adding: conditioning.size, compute: compute), .silu)
    }
}
