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
        let across = (width + TK_DEPTHWISE_COLUMNS - 1) / TK_DEPTHWISE_COLUMNS
        let deep = (channels + TK_DEPTHWISE_CHANNELS - 1) / TK_DEPTHWISE_CHANNELS
        let count = (height + TK_DEPTHWISE_ROWS - 1) / TK_DEPTHWISE_ROWS * across * deep
        w.taps.withFloats { taps in
            withVector(w.bias, channels) { bias in
                let convolution = tk_depthwise(
                    input: x.pointer,
                    output: y.pointer,
                    width: width,
                    height: height,
                    channels: channels,
                    weights: taps,
                    bias: bias,
                    factors: factors,
                    offsets: offsets,
                    activation: activation.kernelValue
                )
                let type = x.elementType.kernelValue
                let tiles = DepthwiseTiles(convolution: convolution, type: type, across: across, deep: deep)
                threads.carryOut(tiles, count: count)
            }
        }
        return y
    }
}

/// Its units are tiles: of a place all channels, then of the place to its right, then row by row.
private struct DepthwiseTiles: SharedWork {
    let convolution: tk_depthwise
    let type: tk_element
    /// Places beside each other.
    let across: Int
    /// Tiles at a place.
    let deep: Int

    func carryOut(_ tiles: Range<Int>, worker: Int) {
        withUnsafePointer(to: convolution) { convolution in
            for index in tiles {
                tk_depthwise_tile(
                    convolution,
                    index / deep / across * TK_DEPTHWISE_ROWS,
                    index / deep % across * TK_DEPTHWISE_COLUMNS,
                    index % deep * TK_DEPTHWISE_CHANNELS,
                    type
                )
            }
        }
    }
}
