import Tensors

/// Attention of a picture's tokens to the text's.
struct DreamLiteTextAttention: Sendable {
    /// Where the conditioning has this attention's keys and values.
    private let index: Int
    private let heads: Int
    private let keyHeads: Int
    private let headDimension: Int
    private let query: LinearWeight
    private let keyAndValue: LinearWeight
    private let queryNorm: Tensor
    private let keyNorm: Tensor
    private let output: LinearWeight
    /// Scores are as exact as what the products made of queries and keys.
    private let roundsKeys: Bool

    /// - `attentionCount`: How many attentions to the text have been read; it counts this one.
    init(
        _ weights: Weights,
        _ configuration: DreamLiteConfiguration,
        _ level: DreamLiteConfiguration.Level,
        attentionCount: inout Int
    ) throws {
        index = attentionCount
        attentionCount += 1
        heads = level.heads
        keyHeads = configuration.keyHeads
        roundsKeys = weights.precision == .int8
        headDimension = level.headDimension
        let keyChannels = keyHeads * headDimension
        query = try weights.linear("to_q", inputs: level.channels, outputs: level.channels, bias: false)
        keyAndValue = try weights.linear(
            joining: ["to_k", "to_v"],
            inputs: configuration.contextChannels,
            outputs: [keyChannels, keyChannels],
            bias: false
        )
        queryNorm = try weights["norm_q"].vector("weight", headDimension)
        keyNorm = try weights["norm_k"].vector("weight", headDimension)
        output = try weights["to_out"].linear("0", inputs: level.channels, outputs: level.channels, bias: true)
    }

    /// The text as this attention sees it, [text tokens, 2 · key channels].
    /// - `context`: [text tokens, context channels].
    func keysAndValues(of context: Tensor, compute: Compute) -> Tensor {
        let result = compute.linear(context, keyAndValue)
        compute.normalizeHeads(keys(result), weight: keyNorm, epsilon: 1e-5)
        return result
    }

    /// - `tokens`: Normalised, [tokens, channels].
    /// - `residual`: Is added to the result.
    func callAsFunction(
        _ tokens: Tensor,
        adding residual: Tensor,
        _ conditioning: DreamLiteConditioning,
        compute: Compute
    ) -> Tensor {
        let text = conditioning.keysAndValues[index]
        let queries = HeadView(
            compute.linear(tokens, query),
            firstColumn: 0,
            heads: heads,
            headDimension: headDimension
        )
        compute.normalizeHeads(queries, weight: queryNorm, epsilon: 1e-5)
        // A request's text has no padding, so that no key is masked.
        let attended = compute.attention(
            queries,
            keys(text),
            values(text),
            mask: .none,
            scale: 1 / Float(headDimension).squareRoot(),
            roundsKeys: roundsKeys
        )
        return compute.linear(attended, output, adding: residual)
    }

    private func keys(_ keysAndValues: Tensor) -> HeadView {
        HeadView(keysAndValues, firstColumn: 0, heads: keyHeads, headDimension: headDimension)
    }

    private func values(_ keysAndValues: Tensor) -> HeadView {
        HeadView(
            keysAndValues,
            firstColumn: keyHeads * headDimension,
            heads: keyHeads,
            headDimension: headDimension
        )
    }
}
