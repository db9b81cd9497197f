import Tensors

/// Two linear layers that turn the sines and cosines of numbers into a vector for all residual blocks.
///
/// Its activations have 32 bits and its weights 16 at least: it costs nothing, and every pixel depends on it.
struct TimestepEmbedding: Sendable {
    private let first: LinearWeight
    private let second: LinearWeight

    init(_ weights: Weights, inputs: Int, outputs: Int) throws {
        let weights = weights.stored(atLeast: .bfloat16)
        first = try weights.linear("linear_1", inputs: inputs, outputs: outputs, bias: true)
        second = try weights.linear("linear_2", inputs: outputs, outputs: outputs, bias: true)
    }

    /// - `sinusoids`: [1, inputs].
    /// - `other`: [1, outputs], which is added.
    ///
    /// The result is [1, outputs].
    func callAsFunction(_ sinusoids: Tensor, adding other: Tensor? = nil, compute: Compute) -> Tensor {
        let hidden = compute.linear(sinusoids, first, activation: .silu)
        return compute.linear(hidden, second, adding: other)
    }
}
