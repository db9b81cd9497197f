import Tensors

/// Makes one token of text out of each block of `mergeSize` × `mergeSize` patches.
struct Qwen3VLPatchMerger: Sendable {
    /// Where the norm looks: the last merger takes it over each patch, those for the text's first layers over the whole
    /// block.
    enum NormSpan { case patch, block }

    private let span: NormSpan
    private let width: Int
    private let blockWidth: Int
    private let norm: LayerNormWeight
    private let inner: LinearWeight
    private let outer: LinearWeight

    init(_ configuration: Qwen3VLConfiguration.Vision, norm span: NormSpan, weights: Weights) throws {
        self.span = span
        width = configuration.width
        blockWidth = configuration.width * configuration.mergeSize * configuration.mergeSize
        norm = try LayerNormWeight(span == .patch ? width : blockWidth, weights: weights["norm"])
        inner = try weights.linear("linear_fc1", inputs: blockWidth, outputs: blockWidth, bias: true)
        outer = try weights.linear("linear_fc2", inputs: blockWidth, outputs: configuration.outputWidth, bias: true)
    }

    /// `[patches, width]`, in which the patches of a block follow each other, to `[patches / mergeSize², outputWidth]`.
    func callAsFunction(_ patches: Tensor, compute: Compute) -> Tensor {
        let blocks = TensorShape.matrix(patches.count / blockWidth, blockWidth)
        let x =
            switch span {
            case .patch: norm(patches, compute: compute).reshaped(blocks)
            case .block: norm(patches.reshaped(blocks), compute: compute)
            }
        // The exact GELU here, whatever the configuration says of the blocks.
        return compute.linear(compute.linear(x, inner, activation: .gelu), outer)
    }
}
