import Tensors

/// Transformer layers over the pixels of a picture, around which the picture itself is led past.
struct DreamLiteTransformer: Sendable {
    private let norm: GroupNorm
    private let input: LinearWeight
    let layers: [DreamLiteTransformerLayer]
    private let output: LinearWeight

    init(
        _ weights: Weights,
        _ configuration: DreamLiteConfiguration,
        _ level: DreamLiteConfiguration.Level,
        attention: DreamLiteConfiguration.Attention,
        attentionCount: inout Int
    ) throws {
        let channels = level.channels
        // The reference has this epsilon here whatever the configuration says of the other norms.
        norm = try weights.groupNorm("norm", groups: configuration.normGroups, channels: channels, epsilon: 1e-6)
        input = try weights.linear("proj_in", inputs: channels, outputs: channels, bias: true)
        var layers: [DreamLiteTransformerLayer] = []
        for index in 0..<level.transformerLayers {
            layers.append(
                try DreamLiteTransformerLayer(
                    weights["transformer_blocks"][index],
                    configuration,
                    level,
                    attention: attention,
                    attentionCount: &attentionCount
                )
            )
        }
        self.layers = layers
        output = try weights.linear("proj_out", inputs: channels, outputs: channels, bias: true)
    }

    /// - `picture`: [height, width, channels].
    func callAsFunction(
        _ picture: Tensor,
        _ conditioning: DreamLiteConditioning,
        compute: Compute
    ) throws -> Tensor {
        let matrix = TensorShape.matrix(picture.shape[0] * picture.shape[1], picture.shape[2])
        var tokens = compute.linear(compute.groupNorm(picture, norm).reshaped(matrix), input)  // [tokens, channels]
        for layer in layers { tokens = try layer(tokens, conditioning, compute: compute) }
        return compute.linear(tokens, output, adding: picture.reshaped(matrix)).reshaped(picture.shape)
    }
}
