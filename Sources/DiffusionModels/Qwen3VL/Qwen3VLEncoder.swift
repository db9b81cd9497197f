public import Tensors

/// Qwen3-VL as the reader of a diffusion model's prompts: words and pictures in, one vector a token out.
public struct Qwen3VLEncoder: Sendable {
    /// What a checkpoint may have besides: the language-model head, which a reader has no use for.
    public static let unusedWeights = ["lm_head"]

    public let configuration: Qwen3VLConfiguration
    public let vision: Qwen3VLVisionTower
    public let text: Qwen3VLTextModel

    /// Reads the weights of a `Qwen3VLForConditionalGeneration`, from the root of its checkpoint.
    ///
    /// Throws `TensorError` if one is missing or has another shape than the configuration says.
    public init(_ configuration: Qwen3VLConfiguration, weights: Weights) throws {
        self.configuration = configuration
        vision = try Qwen3VLVisionTower(configuration.vision, weights: weights["model"]["visual"])
        text = try Qwen3VLTextModel(configuration.text, weights: weights["model"]["language_model"])
    }

    /// Reads a text, which has as many image tokens as its pictures need, and looks at its pictures, which are in their
    /// order in the text.
    ///
    /// The answer is `[tokens, width]` after the final norm. Throws `Qwen3VLPromptError` if the text and its pictures do
    /// not fit, `CancellationError` when `compute` is cancelled.
    public func callAsFunction(_ tokens: [Int], images: [ImagePatches], compute: Compute) throws -> Tensor {
        let prompt = try Qwen3VLPrompt(tokens, images: images.map(\.grid), configuration: configuration)
        let features = try images.map { try vision($0, compute: compute) }
        return try text(prompt, images: features, compute: compute)
    }
}
