import Tensors

/// The scale and the shift of a layer norm of the vision tower.
struct LayerNormWeight: Sendable {
    /// Not in the configuration: `modeling_qwen3_vl.py` of transformers 5.23 has it as a constant.
    private static let epsilon: Float = 1e-6
    private let scale: Tensor
    private let shift: Tensor

    init(_ width: Int, weights: Weights) throws {
        scale = try weights.vector("weight", width)
        shift = try weights.vector("bias", width)
    }

    func callAsFunction(_ x: Tensor, compute: Compute) -> Tensor {
        compute.layerNorm(x, weight: scale, bias: shift, epsilon: LayerNormWeight.epsilon)
    }
}
