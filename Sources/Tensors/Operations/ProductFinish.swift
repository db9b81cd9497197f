import CTensorKernels

/// What happens to the sums of a product or convolution before they are stored: bias, activation or gate, residual.
struct ProductFinish {
    let outputs: Int
    let bias: Tensor?
    var activation: Activation
    var activatesLast = false
    var gate: Gate?
    var residual: Tensor?

    /// Calls `body` with the kernels' form of it, whose pointers are valid in `body` only.
    func withKernelValue(output: Tensor, scales: UnsafePointer<Float>?, _ body: (tk_finish) -> Void) {
        precondition(gate == nil || activation == .none, "A gated product has no other activation")
        if let residual {
            precondition(residual.count == output.count, "A residual of \(residual.shape) for \(output.shape)")
        }
        withExtendedLifetime((bias, residual, output)) {
            body(
                tk_finish(
                    scales: scales,
                    bias: bias.map { bias in bias.withFloats { UnsafePointer($0) } },
                    activation: (gate?.activation ?? activation).kernelValue,
                    activates_last: activatesLast,
                    gated: gate != nil,
                    residual: residual.map { UnsafeRawPointer($0.pointer) },
                    residual_type: (residual ?? output).elementType.kernelValue,
                    output: output.pointer,
                    output_type: output.elementType.kernelValue,
                    outputs: outputs
                )
            )
        }
    }
}
