import Tensors

/// The weights of a layer norm.
struct LayerNorm: Sendable {
    private let scale: Tensor
    private let shift: Tensor

    init(_ weights: Weights, channels: Int) throws {
        scale = try weights.vector("weight", channels)
        shift = try weights.vector("bias", channels)
    }

    /// - `tokens`: [tokens, channels].
    func callAsFunction(_ tokens: Tensor, compute: Compute) -> Tensor {
        compute.layerNorm(tokens, weight: scale, bias: shift, epsilon: 1e-5)
    }
}

extension Weights {
    /// The weights of a group norm.
    func groupNorm(_ name: String, groups: Int, channels: Int, epsilon: Float) throws -> GroupNorm {
        GroupNorm(
            groups: groups,
            weight: try self[name].vector("weight", channels),
            bias: try self[name].vector("bias", channels),
            epsilon: epsilon
        )
    }
}
