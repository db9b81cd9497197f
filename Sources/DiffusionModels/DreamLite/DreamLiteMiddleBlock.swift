import Tensors

/// The blocks between the way down and the way up, on the coarsest level.
struct DreamLiteMiddleBlock: Sendable {
    /// One before and one after every transformer.
    private let residualBlocks: [DreamLiteResidualBlock]
    let transformers: [DreamLiteTransformer]

    init(
        _ weights: Weights,
        _ configuration: DreamLiteConfiguration,
        _ level: DreamLiteConfiguration.Level,
        attentionCount: inout Int
    ) throws {
        residualBlocks = try (0...configuration.middleTransformers).map { index in
            try DreamLiteResidualBlock(
                weights["resnets"][index],
                configuration,
                inputs: level.channels,
                outputs: level.channels
            )
        }
        transformers = try level.transformers(
            weights,
            configuration,
            attention: .pictureAndText,
            count: configuration.middleTransformers,
            attentionCount: &attentionCount
        )
    }

    /// - `picture`: [height, width, channels].
    func callAsFunction(
        _ picture: Tensor,
        time: Tensor,
        _ conditioning: DreamLiteConditioning,
        compute: Compute
    ) throws -> Tensor {
        var picture = try residualBlocks[0](picture, time: time, compute: compute)
        for (transformer, block) in zip(transformers, residualBlocks.dropFirst()) {
            picture = try transformer(picture, conditioning, compute: compute)
            picture = try block(picture, time: time, compute: compute)
        }
        return picture
    }
}
