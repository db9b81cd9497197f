import Testing

@testable import Tensors

@Suite struct DepthwiseTests {
    private let compute = Compute(threadCount: 2)

    private func convolved(_ x: [Float], _ height: Int, _ width: Int, _ channels: Int, _ taps: [Float]) -> [Float] {
        (0..<x.count).map { place in
            let (y, x0, c) = (place / channels / width, place / channels % width, place % channels)
            return (0..<9).reduce(0) { sum, tap in
                let (row, column) = (y + tap / 3 - 1, x0 + tap % 3 - 1)
                guard (0..<height).contains(row) && (0..<width).contains(column) else { return sum }
                return sum + x[(row * width + column) * channels + c] * taps[c * 9 + tap]
            }
        }
    }

    @Test(
        arguments: Precision.all,
        [[1, 1, 1], [1, 2, 56], [15, 17, 16], [33, 16, 17], [34, 65, 33], [3, 130, 15], [65, 3, 64]]
    )
    func `Every channel is convolved by itself, with zeros around`(precision: Precision, shape: [Int]) {
        var random = SplitMix(seed: 9)
        let channels = shape[2]
        let x = Tensor(TensorShape(shape), floats: random.floats(shape.reduce(1, *)), as: precision.elementType)
        let taps = random.floats(9 * channels)
        let bias = random.floats(channels)
        let plain = convolved(x.floats(), shape[0], shape[1], channels, taps)
        let weight = DepthwiseWeight(channels: channels, taps: taps, bias: nil)
        expectClose(compute.depthwiseConvolution(x, weight), plain, within: precision.tolerance)
        let biased = DepthwiseWeight(channels: channels, taps: taps, bias: Tensor([channels], floats: bias))
        let expected = plain.enumerated().map { $1 + bias[$0 % channels] }
        expectClose(compute.depthwiseConvolution(x, biased), expected, within: precision.tolerance)
    }

    @Test(arguments: Precision.all, [[1, 2, 56], [17, 15, 16], [33, 70, 48]])
    func `Norm, activation and convolution in one pass are the three one after the other`(
        precision: Precision,
        shape: [Int]
    ) {
        var random = SplitMix(seed: 10)
        let channels = shape[2]
        let x = Tensor(TensorShape(shape), floats: random.floats(shape.reduce(1, *)), as: precision.elementType)
        let norm = GroupNorm(
            groups: 8,
            weight: Tensor([channels], floats: random.floats(channels)),
            bias: Tensor([channels], floats: random.floats(channels)),
            epsilon: 1e-5
        )
        let weight = DepthwiseWeight(channels: channels, taps: random.floats(9 * channels), bias: nil)
        let exact = compute.convert(x, to: .float32)
        let normed = compute.groupNorm(exact, norm, activation: .silu)
        let expected = compute.depthwiseConvolution(normed, weight).floats()
        expectClose(compute.groupNormDepthwise(x, norm, weight), expected, within: precision.tolerance)
    }

    @Test(arguments: Precision.all)
    func `Depthwise convolution does not depend on the number of threads`(precision: Precision) {
        var random = SplitMix(seed: 11)
        let x = Tensor([67, 70, 40], floats: random.floats(67 * 70 * 40), as: precision.elementType)
        let norm = GroupNorm(
            groups: 8,
            weight: Tensor([40], floats: random.floats(40)),
            bias: Tensor([40], floats: random.floats(40)),
            epsilon: 1e-5
        )
        let weight = DepthwiseWeight(channels: 40, taps: random.floats(360), bias: nil)
        expectSameForAnyThreadCount { $0.groupNormDepthwise(x, norm, weight) }
    }
}
