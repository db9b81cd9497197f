import CTensorKernels

extension Compute {
    /// A 3 × 3 convolution of every channel by itself, stride 1, with zeros around `x` ([height, width, channels]).
    public func depthwiseConvolution(_ x: Tensor, _ w: DepthwiseWeight) -> Tensor {
        convolveTiles(x, w, factors: nil, offsets: nil, activation: .none)
    }

    /// `depthwiseConvolution(groupNorm(x, norm, activation: activation), w)`, without the picture in between.
    public func groupNormDepthwise(
        _ x: Tensor,
        _ norm: GroupNorm,
        activation: Activation = .silu,
        _ w: DepthwiseWeight
    ) -> Tensor {
        var y: Tensor?
        withGroupFactors(x, norm) { factors, offsets in
            y = convolveTiles(x, w, factors: factors, offsets: offsets, activation: activation)
        }
        guard let y else { preconditionFailure("The body is always called") }
        return y
    }

    private func convolveTiles(
        _ x: Tensor,
        _ w: DepthwiseWeight,
        factors: UnsafeMutablePointer<Float>?,
        offsets: UnsafeMutablePointer<Float>?,
        activation: Activation
    ) -> Tensor {
        precondition(x.shape.count == 3, "A picture is [height, width, channels], not \(x.shape)")
        precondition(x.lastExtent == w.channels, "A kernel of \(w.channels) channels for \(x.shape)")
        let (height, width, channels) = (x.shape[0], x.shape[1], x.shape[2])
        let y = tensor(x.shape, x.elementType)
        let output = y.pointer
        let tileRows = TK_DEPTHWISE_ROWS
        let tileColumns = TK_DEPTHWISE_COLUMNS
        let tileChannels = TK_DEPTHWISE_CHANNELS
        let across = (width + tileColumns - 1) / tileColumns
        let deep = (channels + tileChannels - 1) / tileChannels
        let count = (height + tileRows - 1) / tileRows * across * deep
        w.taps.withFloats { taps in
            withVector(w.bias, channels) { bias in
                threads.forEach(count) { index in
                    var convolution = tk_depthwise(
                        input: x.pointer,
                        output: output,
                        width: width,
                        height: height,
                        channels: channels,
                        weights: taps,
                        bias: bias,
                        factors: factors,
                        offsets: offsets,
                        activation: activation.kernelValue
                    )
                    tk_depthwise_tile(
                        &convolution,
                        index / deep / across * tileRows,
                        index / deep % across * tileColumns,
                        index % deep * tileChannels,
                        x.elementType.kernelValue
                    )
                }
            }
        }
        return y
    }
}
