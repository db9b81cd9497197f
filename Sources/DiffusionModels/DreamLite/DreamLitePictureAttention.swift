import Tensors

/// Attention of a picture's tokens to each other.
struct DreamLitePictureAttention: Sendable {
    private let heads: Int
    private let keyHeads: Int
    private let headDimension: Int
    private let queryKeyAndValue: LinearWeight
    private let queryNorm: Tensor
    private let keyNorm: Tensor
    private let output: LinearWeight
    /// Scores are as exact as what the products made of queries and keys.
    private let roundsKeys: Bool

    init(
        _ weights: Weights,
        _ configuration: DreamLiteConfiguration,
        _ level: DreamLiteConfiguration.Level
    ) throws {
        heads = level.heads
        keyHeads = configuration.keyHeads
        roundsKeys = weights.precision == .int8
        headDimension = level.headDimension
        let keyChannels = keyHeads * headDimension
        queryKeyAndValue = try weights.linear(
            joining: ["to_q", "to_k", "to_v"],
            inputs: level.channels,
            outputs: [level.channels, keyChannels, keyChannels],
            bias: false
        )
        queryNorm = try weights["norm_q"].vector("weight", headDimension)
        keyNorm = try weights["norm_k"].vector("weight", headDimension)
        output = try weights["to_out"].linear("0", inputs: level.channels, outputs: level.channels, bias: true)
    }

    /// - `tokens`: Normalised, [tokens, channels].
    /// - `residual`: Is added to the result.
    func callAsFunction(_ tokens: Tensor, adding residual: Tensor, compute: Compute) -> Tensor {
        let projected = compute.linear(tokens, queryKeyAndValue)  // [tokens, channels + 2 · key channels]
        let channels = heads * headDimension
        let queries = HeadView(projected, firstColumn: 0, heads: heads, headDimension: headDimension)
        let keys = HeadView(projected, firstColumn: channels, heads: keyHeads, headDimension: headDimension)
        let values = HeadView(
            projected,
            firstColumn: channels + keyHeads * headDimension,
            heads: keyHeads,
            headDimension: headDimension
        )
        compute.normalizeHeads(queries, weight: queryNorm, epsilon: 1e-5)
        compute.normalizeHeads(keys, weight: keyNorm, epsilon: 1e-5)
        let attended = compute.attention(
            queries,
            keys,
            values,
            mask: .none,
            scale: 1 / Float(headDimension).squareRoot(),
            roundsKeys: roundsKeys
        )
        return compute.linear(attended, output, adding: residual)
    }
}
