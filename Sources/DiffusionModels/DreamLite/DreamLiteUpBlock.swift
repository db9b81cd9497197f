import Tensors

/// The blocks of a level on the way up, each of which gets a picture of the way down beside its own, and the step to
/// the next finer level.
struct DreamLiteUpBlock: Sendable {
    private let residualBlocks: [DreamLiteResidualBlock]
    /// One after each residual block, or none.
    let transformers: [DreamLiteTransformer]
    private let upsampler: ConvolutionWeight?

    init(
        _ weights: Weights,
        _ configuration: DreamLiteConfiguration,
        levelIndex: Int,
        attentionCount: inout Int
    ) throws {
        let levels = configuration.levels
        let level = levels[levelIndex]
        let count = level.residualBlocks + 1
        let coarser = levels[min(levelIndex + 1, levels.count - 1)].channels
        // The last picture skipped on the way down is the one that the finer level handed on.
        let finer = levels[max(levelIndex - 1, 0)].channels
        residualBlocks = try (0..<count).map { index in
            let own = index == 0 ? coarser : level.channels
            let skipped = index == count - 1 ? finer : level.channels
            return try DreamLiteResidualBlock(
                weights["resnets"][index],
                configuration,
                inputs: own + skipped,
                outputs: level.channels
            )
        }
        transformers = try level.transformers(
            weights,
            configuration,
            attention: level.upAttention,
            count: count,
            attentionCount: &attentionCount
        )
        upsampler =
            levelIndex == 0
            ? nil
            : try weights["upsamplers"][0].convolution(
                "conv",
                inputs: level.channels,
                outputs: level.channels,
                kernel: 3,
                padding: 1,
                bias: true,
                upsampling: true
            )
    }

    /// - `skipped`: The pictures of the way down, the last of which this takes.
    func callAsFunction(
        _ picture: Tensor,
        time: Tensor,
        _ conditioning: DreamLiteConditioning,
        skipped: inout [Tensor],
        compute: Compute
    ) throws -> Tensor {
        var picture = picture
        for (index, block) in residualBlocks.enumerated() {
            picture = compute.concatenateChannels(picture, skipped.removeLast())
            picture = try block(picture, time: time, compute: compute)
            if !transformers.isEmpty { picture = try transformers[index](picture, conditioning, compute: compute) }
        }
        guard let upsampler, let finer = skipped.last else { return picture }
        try compute.checkpoint()
        // Twice the size, less a last row or column where the finer level's are odd.
        return compute.convolutionUpsampled(picture, upsampler, to: (height: finer.shape[0], width: finer.shape[1]))
    }
}
