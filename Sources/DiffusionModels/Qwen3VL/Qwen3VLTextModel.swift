public import Tensors

/// The part of Qwen3-VL that reads a text with pictures in it: a causal transformer. It has no language-model head,
/// which a reader does not need.
public struct Qwen3VLTextModel: Sendable {
    private let configuration: Qwen3VLConfiguration.Text
    /// `[vocabulary, width]`, as stored: only the rows of the tokens that occur are ever read.
    private let embedding: Tensor
    let layers: [Qwen3VLTextLayer]
    private let finalNorm: Tensor

    /// Reads the weights below `model.language_model` of a checkpoint.
    public init(_ configuration: Qwen3VLConfiguration.Text, weights: Weights) throws {
        self.configuration = configuration
        embedding = try weights["embed_tokens"].matrix("weight", configuration.vocabularySize, configuration.width)
        layers = try (0..<configuration.layerCount)
            .map { try Qwen3VLTextLayer(configuration, weights: weights["layers"][$0]) }
        finalNorm = try weights["norm"].vector("weight", configuration.width)
    }

    /// Reads a text; `images` are what the vision tower says of each picture of the prompt.
    ///
    /// The answer is `[tokens, width]` after the final norm, which is what transformers 5 calls `hidden_states[-1]`.
    /// Throws `CancellationError` when `compute` is cancelled.
    public func callAsFunction(_ prompt: Qwen3VLPrompt, images: [ImageFeatures], compute: Compute) throws -> Tensor {
        precondition(
            images.map(\.tokens.shape) == prompt.images.map { [$0.range.count, configuration.width] },
            "Features \(images.map(\.tokens.shape)) for pictures of \(prompt.images.map(\.range.count)) tokens"
        )
        let rotation = rotation(prompt)
        var x = embedded(prompt, images: images, compute: compute)  // [tokens, width]
        for (index, layer) in layers.enumerated() {
            try compute.checkpoint()
            x = layer(x, rotation: rotation, compute: compute)
            addDeepstack(index, of: images, to: x, at: prompt, compute: compute)
        }
        return compute.rmsNorm(x, weight: finalNorm, epsilon: configuration.normEpsilon)
    }

    /// The rows of the embedding, or of a picture's features where one stands: `[tokens, width]`.
    func embedded(_ prompt: Qwen3VLPrompt, images: [ImageFeatures], compute: Compute) -> Tensor {
        let rows = compute.tensor([prompt.tokens.count, configuration.width], embedding.elementType)
        for (index, token) in prompt.tokens.enumerated() {
            compute.copyRows(embedding.rows(token..<token + 1), into: rows, at: index)
        }
        let tokens = compute.convert(rows, to: compute.activations)
        for (span, image) in zip(prompt.images, images) {
            compute.copyRows(image.tokens, into: tokens, at: span.range.lowerBound)
        }
        return tokens
    }

    /// Adds to the output of a layer, in place, what the pictures have for it.
    func addDeepstack(
        _ layer: Int,
        of images: [ImageFeatures],
        to x: Tensor,
        at prompt: Qwen3VLPrompt,
        compute: Compute
    ) {
        for (span, image) in zip(prompt.images, images) where layer < image.deepstack.count {
            let sum = compute.add(x.rows(span.range), image.deepstack[layer])
            compute.copyRows(sum, into: x, at: span.range.lowerBound)
        }
    }

    /// Which of the three coordinates a pair of channels turns with goes time, row, column, time, row, column, …: row and
    /// column as often as their sections say, and time for the rest.
    func rotation(_ prompt: Qwen3VLPrompt) -> RotaryTables {
        let positions = prompt.positions
        let sections = configuration.ropeSections
        let frequencies = RotaryTables.frequencies(
            theta: configuration.ropeTheta,
            dimension: configuration.headDimension
        )
        return RotaryTables(count: positions.count, frequencies: frequencies) { token, pair in
            switch pair % 3 {
            case 1 where pair < sections[1] * 3: positions[token].row
            case 2 where pair < sections[2] * 3: positions[token].column
            default: positions[token].time
            }
        }
    }
}
