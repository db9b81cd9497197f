import Tensors

/// Two separable convolutions, between which the channels are doubled and the time is added.
struct DreamLiteResidualBlock: Sendable {
    private let firstNorm: GroupNorm
    private let firstDepthwise: DepthwiseWeight
    private let firstPointwise: ConvolutionWeight
    private let time: LinearWeight
    private let secondNorm: GroupNorm
    private let secondDepthwise: DepthwiseWeight
    private let secondPointwise: ConvolutionWeight
    /// Leads the input past the convolutions where these change the number of channels.
    private let shortcut: ConvolutionWeight?

    init(_ weights: Weights, _ configuration: DreamLiteConfiguration, inputs: Int, outputs: Int) throws {
        let hidden = 2 * outputs
        let (groups, epsilon) = (configuration.normGroups, configuration.normEpsilon)
        firstNorm = try weights.groupNorm("norm1", groups: groups, channels: inputs, epsilon: epsilon)
        firstDepthwise = try weights["conv1"].depthwise("depthwise", channels: inputs, bias: false)
        firstPointwise = try weights["conv1"].pointwise("pointwise", inputs: inputs, outputs: hidden, bias: false)
        time = try weights.stored(atLeast: .bfloat16).linear(
            "time_emb_proj",
            inputs: configuration.timeChannels,
            outputs: hidden,
            bias: true
        )
        secondNorm = try weights.groupNorm("norm2", groups: groups, channels: hidden, epsilon: epsilon)
        secondDepthwise = try weights["conv2"].depthwise("depthwise", channels: hidden, bias: false)
        secondPointwise = try weights["conv2"].pointwise("pointwise", inputs: hidden, outputs: outputs, bias: false)
        shortcut =
            inputs == outputs
            ? nil : try weights.pointwise("conv_shortcut", inputs: inputs, outputs: outputs, bias: true)
    }

    /// - `picture`: [height, width, inputs].
    /// - `time`: The embedding of the time after its activation, [1, time channels].
    ///
    /// The result is [height, width, outputs].
    func callAsFunction(_ picture: Tensor, time embedding: Tensor, compute: Compute) throws -> Tensor {
        try compute.checkpoint()
        let time = compute.linear(embedding, time)
        var hidden = compute.groupNormDepthwise(picture, firstNorm, activation: .silu, firstDepthwise)
        hidden = compute.convolution(hidden, firstPointwise, channelBias: time.reshaped(.vector(time.count)))
        hidden = compute.groupNormDepthwise(hidden, secondNorm, activation: .silu, secondDepthwise)
        let past = shortcut.map { compute.convolution(picture, $0) } ?? picture
        return compute.convolution(hidden, secondPointwise, adding: past)
    }
}

extension Weights {
    /// A 1×1 convolution.
    fileprivate func pointwise(_ name: String, inputs: Int, outputs: Int, bias: Bool) throws -> ConvolutionWeight {
        try convolution(name, inputs: inputs, outputs: outputs, kernel: 1, padding: 0, bias: bias)
    }
}
