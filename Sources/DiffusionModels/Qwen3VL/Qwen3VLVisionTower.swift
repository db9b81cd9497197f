public import Tensors

/// What the vision tower says of a picture: tokens that stand in the text, and what is added to them further on.
public struct ImageFeatures: Sendable {
    /// `[tokens, width of the text]`.
    public let tokens: Tensor
    /// For each of the first layers of the text, what to add to its output: `[tokens, width of the text]`.
    public let deepstack: [Tensor]
}

/// The part of Qwen3-VL that looks at pictures: a vision transformer over patches, four of which become one token.
///
/// Qwen3-VL Technical Report (arXiv 2511.21631), section 2; outputs of some blocks reach the first layers of the text
/// directly (DeepStack, arXiv 2406.04334).
public struct Qwen3VLVisionTower: Sendable {
    private let configuration: Qwen3VLConfiguration.Vision
    private let patchEmbedding: LinearWeight
    let positions: Qwen3VLVisionPositions
    let blocks: [Qwen3VLVisionBlock]
    let merger: Qwen3VLPatchMerger
    /// One for each of `configuration.deepstackBlocks`.
    let deepstackMergers: [Qwen3VLPatchMerger]

    /// Reads the weights below `model.visual` of a checkpoint.
    public init(_ configuration: Qwen3VLConfiguration.Vision, weights: Weights) throws {
        self.configuration = configuration
        // Stored as a convolution whose kernel is as large as its step, which is a product over each patch.
        patchEmbedding = try weights["patch_embed"]
            .linear("proj", inputs: configuration.patchVolume, outputs: configuration.width, bias: true)
        positions = try Qwen3VLVisionPositions(configuration, weights: weights)
        blocks = try (0..<configuration.blockCount)
            .map { try Qwen3VLVisionBlock(configuration, weights: weights["blocks"][$0]) }
        merger = try Qwen3VLPatchMerger(configuration, norm: .patch, weights: weights["merger"])
        deepstackMergers = try configuration.deepstackBlocks.indices.map {
            try Qwen3VLPatchMerger(configuration, norm: .block, weights: weights["deepstack_merger_list"][$0])
        }
    }

    /// Looks at one picture. Pictures of a text do not see each other, so several are several calls.
    ///
    /// Throws `CancellationError` when `compute` is cancelled.
    public func callAsFunction(_ image: ImagePatches, compute: Compute) throws -> ImageFeatures {
        precondition(
            image.pixels.shape == [image.grid.count, configuration.patchVolume]
                && image.grid.mergeSize == configuration.mergeSize,
            "Patches \(image.pixels.shape) for a grid of \(image.grid), patches of \(configuration.patchVolume) wanted"
        )
        let rotation = positions.rotation(image.grid)
        var x = embedded(image, compute: compute)  // [patches, width]
        var deepstack: [Tensor] = []
        for (index, block) in blocks.enumerated() {
            try compute.checkpoint()
            x = block(x, rotation: rotation, compute: compute)
            if configuration.deepstackBlocks.contains(index) {
                deepstack.append(deepstackMergers[deepstack.count](x, compute: compute))
            }
        }
        return ImageFeatures(tokens: merger(x, compute: compute), deepstack: deepstack)
    }

    /// The patches as channels, with their learned positions: `[patches, width]`.
    func embedded(_ image: ImagePatches, compute: Compute) -> Tensor {
        compute.linear(
            compute.convert(image.pixels, to: compute.activations),
            patchEmbedding,
            adding: positions.learned(image.grid, compute: compute)
        )
    }
}
