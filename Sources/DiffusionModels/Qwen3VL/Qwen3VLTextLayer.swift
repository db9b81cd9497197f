import Tensors

/// One layer of the text: every token looks at itself and those before it, then at itself.
struct Qwen3VLTextLayer: Sendable {
    private let configuration: Qwen3VLConfiguration.Text
    private let attentionNorm: Tensor
    private let queriesKeysValues: LinearWeight
    private let queryNorm: Tensor
    private let keyNorm: Tensor
    private let attentionOutput: LinearWeight
    private let feedForwardNorm: Tensor
    private let gateAndUp: LinearWeight
    private let down: LinearWeight

    init(_ configuration: Qwen3VLConfiguration.Text, weights: Weights) throws {
        self.configuration = configuration
        let (width, dimension) = (configuration.width, configuration.headDimension)
        let queryWidth = configuration.headCount * dimension
        let keyWidth = configuration.keyValueHeadCount * dimension
        let attention = weights["self_attn"]
        attentionNorm = try weights["input_layernorm"].vector("weight", width)
        queriesKeysValues = try attention.linear(
            joining: ["q_proj", "k_proj", "v_proj"],
            inputs: width,
            outputs: [queryWidth, keyWidth, keyWidth],
            bias: false
        )
        queryNorm = try attention["q_norm"].vector("weight", dimension)
        keyNorm = try attention["k_norm"].vector("weight", dimension)
        attentionOutput = try attention.linear("o_proj", inputs: queryWidth, outputs: width, bias: false)
        feedForwardNorm = try weights["post_attention_layernorm"].vector("weight", width)
        gateAndUp = try weights["mlp"].gatedLinear(
            gate: "gate_proj",
            up: "up_proj",
            inputs: width,
            outputs: configuration.hiddenWidth,
            bias: false,
            gate: .swiglu
        )
        down = try weights["mlp"]
            .linear("down_proj", inputs: configuration.hiddenWidth, outputs: width, bias: false)
    }

    /// All tokens of a text, `[tokens, width]`, before and after.
    func callAsFunction(_ tokens: Tensor, rotation: RotaryTables, compute: Compute) -> Tensor {
        let normed = compute.rmsNorm(tokens, weight: attentionNorm, epsilon: configuration.normEpsilon)
        let attended = attention(normed, rotation: rotation, compute: compute)
        let x = compute.linear(attended, attentionOutput, adding: tokens)  // [tokens, width]
        let hidden = compute.linear(
            compute.rmsNorm(x, weight: feedForwardNorm, epsilon: configuration.normEpsilon),
            gateAndUp
        )
        return compute.linear(hidden, down, adding: x)  // [tokens, width]
    }

    private func attention(_ x: Tensor, rotation: RotaryTables, compute: Compute) -> Tensor {
        let projected = compute.linear(x, queriesKeysValues)  // [tokens, (heads + 2 × key/value heads) × dimension]
        let (heads, sharedHeads) = (configuration.headCount, configuration.keyValueHeadCount)
        let dimension = configuration.headDimension
        let queries = HeadView(projected, firstColumn: 0, heads: heads, headDimension: dimension)
        let keys = HeadView(projected, firstColumn: heads * dimension, heads: sharedHeads, headDimension: dimension)
        let values = HeadView(
            projected,
            firstColumn: (heads + sharedHeads) * dimension,
            heads: sharedHeads,
            headDimension: dimension
        )
        compute.normalizeHeads(queries, weight: queryNorm, epsilon: configuration.normEpsilon)
        compute.normalizeHeads(keys, weight: keyNorm, epsilon: configuration.normEpsilon)
        compute.rotate(queries, cosines: rotation.cosines, sines: rotation.sines)
        compute.rotate(keys, cosines: rotation.cosines, sines: rotation.sines)
        let scale = 1 / Float(dimension).squareRoot()
        return compute.attention(queries, keys, values, mask: .causal, scale: scale)
    }
}
