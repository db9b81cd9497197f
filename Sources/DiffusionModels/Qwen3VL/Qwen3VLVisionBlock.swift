import Tensors

/// One block of the vision tower: every patch looks at all patches of its picture, then at itself.
struct Qwen3VLVisionBlock: Sendable {
    private let headCount: Int
    private let headDimension: Int
    private let activation: Activation
    private let attentionNorm: LayerNormWeight
    private let queriesKeysValues: LinearWeight
    private let attentionOutput: LinearWeight
    private let feedForwardNorm: LayerNormWeight
    private let feedForwardIn: LinearWeight
    private let feedForwardOut: LinearWeight

    init(_ configuration: Qwen3VLConfiguration.Vision, weights: Weights) throws {
        let (width, hiddenWidth) = (configuration.width, configuration.hiddenWidth)
        headCount = configuration.headCount
        headDimension = configuration.headDimension
        activation = configuration.activation == .exact ? .gelu : .geluTanh
        attentionNorm = try LayerNormWeight(width, weights: weights["norm1"])
        queriesKeysValues = try weights["attn"].linear("qkv", inputs: width, outputs: width * 3, bias: true)
        attentionOutput = try weights["attn"].linear("proj", inputs: width, outputs: width, bias: true)
        feedForwardNorm = try LayerNormWeight(width, weights: weights["norm2"])
        feedForwardIn = try weights["mlp"].linear("linear_fc1", inputs: width, outputs: hiddenWidth, bias: true)
        feedForwardOut = try weights["mlp"].linear("linear_fc2", inputs: hiddenWidth, outputs: width, bias: true)
    }

    /// All patches of one picture, `[patches, width]`, before and after.
    func callAsFunction(_ patches: Tensor, rotation: RotaryTables, compute: Compute) -> Tensor {
        let attended = attention(attentionNorm(patches, compute: compute), rotation: rotation, compute: compute)
        let x = compute.linear(attended, attentionOutput, adding: patches)  // [patches, width]
        let hidden = compute.linear(feedForwardNorm(x, compute: compute), feedForwardIn, activation: activation)
        return compute.linear(hidden, feedForwardOut, adding: x)  // [patches, width]
    }

    private func attention(_ x: Tensor, rotation: RotaryTables, compute: Compute) -> Tensor {
        let projected = compute.linear(x, queriesKeysValues)  // [patches, 3 × width]
        let width = headCount * headDimension
        let queries = heads(projected, 0)
        let keys = heads(projected, width)
        compute.rotate(queries, cosines: rotation.cosines, sines: rotation.sines)
        compute.rotate(keys, cosines: rotation.cosines, sines: rotation.sines)
        let scale = 1 / Float(headDimension).squareRoot()
        return compute.attention(queries, keys, heads(projected, 2 * width), mask: .none, scale: scale)
    }

    private func heads(_ projected: Tensor, _ firstColumn: Int) -> HeadView {
        HeadView(projected, firstColumn: firstColumn, heads: headCount, headDimension: headDimension)
    }
}
