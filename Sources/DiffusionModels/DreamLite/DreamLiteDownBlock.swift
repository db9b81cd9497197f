import Tensors

/// The blocks of a level on the way down, and the step to the next coarser one.
struct DreamLiteDownBlock: Sendable {
    private let residualBlocks: [DreamLiteResidualBlock]
    /// One after each residual block, or none.
    let transformers: [DreamLiteTransformer]
    private let downsampler: ConvolutionWeight?

    /// - `inputs`: The channels of what comes from the level before.
    init(
        _ weights: Weights,
        _ configuration: DreamLiteConfiguration,
        levelIndex: Int,
        inputs: Int,
        attentionCount: inout Int
    ) throws {
        let level = configuration.levels[levelIndex]
        residualBlocks = try (0..<level.residualBlocks).map { index in
            try DreamLiteResidualBlock(
                weights["resnets"][index],
                configuration,
                inputs: index == 0 ? inputs : level.channels,
                outputs: level.channels
            )
        }
        transformers = try level.transformers(
            weights,
            configuration,
            attention: level.downAttention,
            count: level.residualBlocks,
            attentionCount: &attentionCount
        )
        downsampler =
            levelIndex == configuration.levels.count - 1
            ? nil
            : try weights["downsamplers"][0].convolution(
                "conv",
                inputs: level.channels,
                outputs: level.channels,
                kernel: 3,
                stride: 2,
                padding: 1,
                bias: true
            )
    }

    /// - `skipped`: Gets the picture after every residual block and after the last step, for the way up.
    func callAsFunction(
        _ picture: Tensor,
        time: Tensor,
        _ conditioning: DreamLiteConditioning,
        skipped: inout [Tensor],
        compute: Compute
    ) throws -> Tensor {
        var picture = picture
        for (index, block) in residualBlocks.enumerated() {
            picture = try block(picture, time: time, compute: compute)
            if !transformers.isEmpty { picture = try transformers[index](picture, conditioning, compute: compute) }
            skipped.append(picture)
        }
        if let downsampler {
            try compute.checkpoint()
            picture = compute.convolution(picture, downsampler)
            skipped.append(picture)
        }
        return picture
    }
}

extension DreamLiteConfiguration.Level {
    /// Reads the transformers of a block of this level: `count`, or none where there is no attention.
    func transformers(
        _ weights: Weights,
        _ configuration: DreamLiteConfiguration,
        attention: DreamLiteConfiguration.Attention,
        count: Int,
        attentionCount: inout Int
    ) throws -> [DreamLiteTransformer] {
        guard attention != .none else { return [] }
        var transformers: [DreamLiteTransformer] = []
        for index in 0..<count {
            transformers.append(
                try DreamLiteTransformer(
                    weights["attentions"][index],
                    configuration,
                    self,
                    attention: attention,
                    attentionCount: &attentionCount
                )
            )
        }
        return transformers
    }
}
