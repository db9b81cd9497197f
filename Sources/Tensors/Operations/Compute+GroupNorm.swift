import CTensorKernels

/// What a group norm is besides its picture.
public struct GroupNorm: Sendable {
    public let groups: Int
    /// [channels]
    public let weight: Tensor
    /// [channels]
    public let bias: Tensor
    public let epsilon: Float

    public init(groups: Int, weight: Tensor, bias: Tensor, epsilon: Float) {
        precondition(
            groups >= 1 && weight.count % groups == 0 && weight.count == bias.count,
            "\(groups) groups of \(weight.count) channels with \(bias.count) offsets"
        )
        self.groups = groups
        self.weight = weight
        self.bias = bias
        self.epsilon = epsilon
    }
}

extension Compute {
    /// activation((x - mean) / √(variance + epsilon) · weight + bias), with mean and variance over all pixels and the
    /// channels of a group; `x` is [height, width, channels] or [pixels, channels].
    public func groupNorm(_ x: Tensor, _ norm: GroupNorm, activation: Activation = .none) -> Tensor {
        let channels = x.lastExtent
        let y = tensor(x.shape, x.elementType)
        withGroupFactors(x, norm) { factors, offsets in
            let scaling = ChannelScaling(from: x, to: y, factors: factors, offsets: offsets, activation: activation)
            threads.carryOut(scaling, count: x.count / channels, partSize: max(1, (1 << 15) / channels))
        }
        return y
    }

    /// As above, with the norm's parts one by one.
    public func groupNorm(
        _ x: Tensor,
        groups: Int,
        weight: Tensor,
        bias: Tensor,
        epsilon: Float,
        activation: Activation = .none
    ) -> Tensor {
        groupNorm(
            x,
            GroupNorm(groups: groups, weight: weight, bias: bias, epsilon: epsilon),
            activation: activation
        )
    }

    /// Calls `body` with a factor and an offset per channel that make the group norm of `x`.
    func withGroupFactors(
        _ x: Tensor,
        _ norm: GroupNorm,
        _ body: (_ factors: UnsafeMutablePointer<Float>, _ offsets: UnsafeMutablePointer<Float>) -> Void
    ) {
        let channels = x.lastExtent
        let pixels = x.count / channels
        precondition(channels == norm.weight.count, "A norm of \(norm.weight.count) channels for \(x.shape)")
        precondition(pixels >= 1, "No pixels in \(x.shape)")
        // Sums of a part do not depend on who takes which part.
        let partPixels = 512
        let parts = (pixels + partPixels - 1) / partPixels
        let scratch = tensor(.vector((parts + 1) * 2 * channels), .float32)
        scratch.withFloats { scratch in
            let factors = scratch + parts * 2 * channels
            let moments = ChannelMoments(x: x, partPixels: partPixels, moments: scratch)
            threads.carryOut(moments, count: pixels, partSize: partPixels)
            norm.weight.withFloats { weight in
                norm.bias.withFloats { bias in
                    tk_group_norm_factors(
                        scratch,
                        partPixels,
                        pixels,
                        channels,
                        norm.groups,
                        weight,
                        bias,
                        norm.epsilon,
                        factors,
                        factors + channels
                    )
                }
            }
            body(factors, factors + channels)
        }
    }
}

/// Its units are pixels; every part has moments of its own.
private struct ChannelMoments: SharedWork {
    let x: Tensor
    let partPixels: Int
    /// Of every part, means of all channels, and then sums of squares.
    let moments: UnsafeMutablePointer<Float>

    func carryOut(_ pixels: Range<Int>, worker: Int) {
        let channels = x.lastExtent
        let means = moments + pixels.lowerBound / partPixels * 2 * channels
        tk_channel_moments(
            x.pointer + pixels.lowerBound * channels * x.elementType.byteCount,
            pixels.count,
            channels,
            means,
            means + channels,
            x.elementType.kernelValue
        )
    }
}

/// Its units are pixels.
private struct ChannelScaling: SharedWork {
    let from: Tensor
    let to: Tensor
    let factors: UnsafeMutablePointer<Float>
    let offsets: UnsafeMutablePointer<Float>
    let activation: Activation

    func carryOut(_ pixels: Range<Int>, worker: Int) {
        let channels = from.lastExtent
        let offset = pixels.lowerBound * channels * from.elementType.byteCount
        tk_scale_channels(
            from.pointer + offset,
            to.pointer + offset,
            pixels.count,
            channels,
            factors,
            offsets,
            activation.kernelValue,
            from.elementType.kernelValue
        )
    }
}
