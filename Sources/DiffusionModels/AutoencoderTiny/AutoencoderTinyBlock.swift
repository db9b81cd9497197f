import Tensors

/// Three convolutions around which the picture is led past.
struct AutoencoderTinyBlock: Sendable {
    /// The convolutions of a block, each of which looks one pixel further.
    static let reach = 3

    private let first: ConvolutionWeight
    private let second: ConvolutionWeight
    private let third: ConvolutionWeight

    init(_ weights: Weights, channels: Int) throws {
        first = try weights["conv"].convolution3("0", inputs: channels, outputs: channels, winograd: true)
        second = try weights["conv"].convolution3("2", inputs: channels, outputs: channels, winograd: true)
        third = try weights["conv"].convolution3("4", inputs: channels, outputs: channels, winograd: true)
    }

    /// - `picture`: [height, width, channels].
    func callAsFunction(_ picture: Tensor, compute: Compute) throws -> Tensor {
        try compute.checkpoint()
        var hidden = compute.convolution(picture, first, activation: .relu)
        hidden = compute.convolution(hidden, second, activation: .relu)
        return compute.convolution(hidden, third, activation: .relu, adding: picture, activatesLast: true)
    }
}

extension Weights {
    /// A 3×3 convolution that keeps width and height, halves them, or takes a picture enlarged to double.
    func convolution3(
        _ name: String,
        inputs: Int,
        outputs: Int,
        stride: Int = 1,
        bias: Bool = true,
        upsampling: Bool = false,
        winograd: Bool = false
    ) throws -> ConvolutionWeight {
        try convolution(
            name,
            inputs: inputs,
            outputs: outputs,
            kernel: 3,
            stride: stride,
            padding: 1,
            bias: bias,
            upsampling: upsampling,
            winograd: winograd
        )
    }
}
