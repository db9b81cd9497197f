import Tensors

/// Attention to the picture, attention to the text, and a gated feed-forward layer.
struct DreamLiteTransformerLayer: Sendable {
    private let firstNorm: LayerNorm
    private let pictureAttention: DreamLitePictureAttention?
    private let secondNorm: LayerNorm
    let textAttention: DreamLiteTextAttention
    private let thirdNorm: LayerNorm
    private let gated: LinearWeight
    private let output: LinearWeight

    init(
        _ weights: Weights,
        _ configuration: DreamLiteConfiguration,
        _ level: DreamLiteConfiguration.Level,
        attention: DreamLiteConfiguration.Attention,
        attentionCount: inout Int
    ) throws {
        let channels = level.channels
        let hidden = channels * configuration.feedForwardFactor
        firstNorm = try LayerNorm(weights["norm1"], channels: channels)
        pictureAttention =
            attention == .pictureAndText ? try DreamLitePictureAttention(weights["attn1"], configuration, level) : nil
        secondNorm = try LayerNorm(weights["norm2"], channels: channels)
        textAttention = try DreamLiteTextAttention(
            weights["attn2"],
            configuration,
            level,
            attentionCount: &attentionCount
        )
        thirdNorm = try LayerNorm(weights["norm3"], channels: channels)
        // The first half of the outputs is the value, the second the gate.
        gated = try weights["ff"]["net"][0].gatedLinear(
            "proj",
            inputs: channels,
            outputs: hidden,
            bias: true,
            gate: .geglu,
            gateFirst: false
        )
        output = try weights["ff"]["net"].linear("2", inputs: hidden, outputs: channels, bias: true)
    }

    /// - `tokens`: [tokens, channels].
    func callAsFunction(
        _ tokens: Tensor,
        _ conditioning: DreamLiteConditioning,
        compute: Compute
    ) throws -> Tensor {
        try compute.checkpoint()
        var tokens = tokens
        let normalized = firstNorm(tokens, compute: compute)
        if let pictureAttention {
            tokens = pictureAttention(normalized, adding: tokens, compute: compute)
        } else {
            // Where the picture is not attended to, its normalised tokens take the place of the tokens themselves,
            // and nothing is added to these.
            tokens = normalized
        }
        tokens = textAttention(
            secondNorm(tokens, compute: compute),
            adding: tokens,
            conditioning,
            compute: compute
        )
        let hidden = compute.linear(thirdNorm(tokens, compute: compute), gated)
        return compute.linear(hidden, output, adding: tokens)
    }
}
