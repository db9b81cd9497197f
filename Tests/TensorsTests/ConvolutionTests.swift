import Testing

@testable import Tensors

@Suite struct ConvolutionTests {
    private let compute = Compute(threadCount: 2)

    /// A convolution's extents; the picture is [height][width][inputs], the weights [outputs][inputs][kernel][kernel].
    struct Shape: Sendable, CustomTestStringConvertible {
        let height, width, inputs, outputs: Int
        var kernel = 3
        var stride = 1
        var padding: Int { kernel / 2 }
        var outputHeight: Int { (height + 2 * padding - kernel) / stride + 1 }
        var outputWidth: Int { (width + 2 * padding - kernel) / stride + 1 }
        var testDescription: String { "\(height)×\(width)×\(inputs) to \(outputs), \(kernel)×\(kernel) by \(stride)" }

        func convolved(_ x: [Float], _ weights: [Float]) -> [Float] {
            (0..<(outputHeight * outputWidth * outputs)).map { place in
                let (pixel, output) = (place / outputs, place % outputs)
                var sum = 0.0
                for tap in 0..<(kernel * kernel) {
                    let y = pixel / outputWidth * stride + tap / kernel - padding
                    let x0 = pixel % outputWidth * stride + tap % kernel - padding
                    guard (0..<height).contains(y) && (0..<width).contains(x0) else { continue }
                    for c in 0..<inputs {
                        sum +=
                            Double(x[(y * width + x0) * inputs + c])
                            * Double(weights[(output * inputs + c) * kernel * kernel + tap])
                    }
                }
                return Float(sum)
            }
        }
    }

    static let shapes = [
        Shape(height: 1, width: 1, inputs: 1, outputs: 1), Shape(height: 3, width: 17, inputs: 3, outputs: 64),
        Shape(height: 15, width: 16, inputs: 4, outputs: 33), Shape(height: 33, width: 7, inputs: 64, outputs: 3),
        Shape(height: 2, width: 150, inputs: 33, outputs: 16), Shape(height: 70, width: 15, inputs: 17, outputs: 4),
        Shape(height: 9, width: 11, inputs: 5, outputs: 40, stride: 2),
        Shape(height: 16, width: 34, inputs: 32, outputs: 20, stride: 2),
        Shape(height: 5, width: 13, inputs: 15, outputs: 17, kernel: 1),
        Shape(height: 31, width: 8, inputs: 6, outputs: 32, kernel: 1, stride: 2),
        Shape(height: 4, width: 3, inputs: 1030, outputs: 8), Shape(height: 5, width: 20, inputs: 130, outputs: 33),
        Shape(height: 9, width: 33, inputs: 129, outputs: 64, stride: 2),
    ]

    private func packed(
        _ weights: [Float],
        _ shape: Shape,
        _ precision: WeightPrecision,
        bias: [Float]? = nil,
        upsampling: Bool = false,
        winograd: Bool = false
    ) throws -> ConvolutionWeight {
        let columns = shape.inputs * shape.kernel * shape.kernel
        return try ConvolutionWeight(
            rows: WeightSource(floats: weights, rows: shape.outputs, columns: columns),
            inputs: shape.inputs,
            outputs: shape.outputs,
            kernel: shape.kernel,
            stride: shape.stride,
            padding: shape.padding,
            precision: precision,
            bias: bias.map { Tensor([$0.count], floats: $0) },
            upsampling: upsampling,
            winograd: winograd,
            compute: compute
        )
    }

    @Test(arguments: WeightCase.all, shapes)
    func `A convolution adds up each pixel's neighbours, with zeros around the picture`(
        weight: WeightCase,
        shape: Shape
    ) throws {
        var random = SplitMix(seed: 31)
        let x = random.floats(shape.height * shape.width * shape.inputs)
        let weights = random.floats(shape.outputs * shape.inputs * shape.kernel * shape.kernel)
        let expected = shape.convolved(weight.rounded(x), weight.rounded(weights))
        let input = Tensor([shape.height, shape.width, shape.inputs], floats: x)
        let y = try compute.convolution(input, packed(weights, shape, weight.precision))
        #expect(y.shape == [shape.outputHeight, shape.outputWidth, shape.outputs])
        expectClose(y, expected, within: weight.tolerance)
    }

    @Test(arguments: WeightCase.all, [false, true])
    func `Biases, activation and residual follow in the order that was asked for`(
        weight: WeightCase,
        last: Bool
    ) throws {
        var random = SplitMix(seed: 32)
        for shape in [ConvolutionTests.shapes[1], ConvolutionTests.shapes[6], ConvolutionTests.shapes[8]] {
            let x = random.floats(shape.height * shape.width * shape.inputs)
            let weights = random.floats(shape.outputs * shape.inputs * shape.kernel * shape.kernel)
            let bias = random.floats(shape.outputs)
            let more = random.floats(shape.outputs)
            let residual = random.floats(shape.outputHeight * shape.outputWidth * shape.outputs)
            let sums = shape.convolved(weight.rounded(x), weight.rounded(weights))
            let expected = sums.enumerated().map { place, sum in
                let value = sum + bias[place % shape.outputs] + more[place % shape.outputs]
                return last ? max(value + residual[place], 0) : max(value, 0) + residual[place]
            }
            let y = compute.convolution(
                Tensor([shape.height, shape.width, shape.inputs], floats: x),
                try packed(weights, shape, weight.precision, bias: bias),
                activation: .relu,
                adding: Tensor([shape.outputHeight, shape.outputWidth, shape.outputs], floats: residual),
                channelBias: Tensor([shape.outputs], floats: more),
                activatesLast: last
            )
            expectClose(y, expected, within: weight.tolerance)
        }
    }

    @Test(arguments: WeightCase.all, [[1, 1, 3, 5], [7, 15, 16, 33], [20, 33, 5, 64], [3, 130, 40, 8]], )
    func `Enlarging and convolving at once is like one after the other`(weight: WeightCase, size: [Int]) throws {
        var random = SplitMix(seed: 33)
        let shape = Shape(height: 2 * size[0], width: 2 * size[1], inputs: size[2], outputs: size[3])
        let x = Tensor([size[0], size[1], size[2]], floats: random.floats(size[0] * size[1] * size[2]))
        let weights = random.floats(shape.outputs * shape.inputs * 9)
        let bias = random.floats(shape.outputs)
        let large = compute.enlarged(x, to: (shape.height, shape.width))
        let sums = shape.convolved(weight.rounded(large.floats()), weight.rounded(weights))
        let expected = sums.enumerated().map { max($1 + bias[$0 % shape.outputs], 0) }
        let kernel = try packed(weights, shape, weight.precision, bias: bias, upsampling: true)
        // Sums of neighbouring weights are rounded once more, in bfloat16 and in int8.
        let tolerance = weight.precision == .float32 ? 3e-6 : max(weight.tolerance, 0.006)
        expectClose(compute.convolutionUpsampled(x, kernel, activation: .relu), expected, within: tolerance)
    }

    static let winogradShapes = [
        Shape(height: 1, width: 1, inputs: 16, outputs: 1), Shape(height: 2, width: 3, inputs: 16, outputs: 64),
        Shape(height: 17, width: 7, inputs: 64, outputs: 33), Shape(height: 6, width: 300, inputs: 32, outputs: 64),
        Shape(height: 75, width: 64, inputs: 48, outputs: 16), Shape(height: 3, width: 5, inputs: 1040, outputs: 8),
    ]

    /// Weights and inputs are rounded after they are transformed: inputs to sums of four, whose error is twice one's.
    @Test(arguments: winogradShapes, [ElementType.float32, .bfloat16])
    func `Winograd's algorithm gives the same convolution`(shape: Shape, elementType: ElementType) throws {
        var random = SplitMix(seed: 37)
        let x = Tensor(
            [shape.height, shape.width, shape.inputs],
            floats: random.floats(shape.height * shape.width * shape.inputs),
            as: elementType
        )
        let weights = random.floats(shape.outputs * shape.inputs * 9)
        let bias = random.floats(shape.outputs)
        let residual = random.floats(shape.height * shape.width * shape.outputs)
        let sums = shape.convolved(x.floats(), weights)
        let expected = sums.enumerated().map { max($1 + bias[$0 % shape.outputs] + residual[$0], 0) }
        let kernel = try packed(weights, shape, .bfloat16, bias: bias, winograd: true)
        #expect(kernel.isWinograd)
        let y = compute.convolution(
            x,
            kernel,
            activation: .relu,
            adding: Tensor([x.shape[0], x.shape[1], shape.outputs], floats: residual),
            activatesLast: true
        )
        expectClose(y, expected, within: 0.01)
        expectSameForAnyThreadCount { $0.convolution(x, kernel) }
    }

    @Test func `Only bfloat16 and whole vectors of inputs use Winograd's algorithm`() throws {
        let weights = [Float](repeating: 1, count: 16 * 16 * 9)
        let shape = Shape(height: 1, width: 1, inputs: 16, outputs: 16)
        #expect(try !packed(weights, shape, .float32, winograd: true).isWinograd)
        let narrow = Shape(height: 1, width: 1, inputs: 12, outputs: 16)
        #expect(try !packed(Array(weights.prefix(16 * 12 * 9)), narrow, .bfloat16, winograd: true).isWinograd)
    }

    @Test func `A picture is enlarged to any size by its nearest pixels`() throws {
        let x = Tensor([2, 3, 1], floats: [1, 2, 3, 4, 5, 6])
        let large = compute.enlarged(x, to: (height: 3, width: 5))
        #expect(large.floats() == [1, 1, 2, 2, 3, 1, 1, 2, 2, 3, 4, 4, 5, 5, 6])
        var random = SplitMix(seed: 34)
        let shape = Shape(height: 3, width: 5, inputs: 1, outputs: 2)
        let weights = random.floats(18)
        let y = try compute.convolutionUpsampled(x, packed(weights, shape, .float32, upsampling: true), to: (3, 5))
        expectClose(y, shape.convolved(large.floats(), weights), within: 3e-6)
    }

    @Test func `A few huge inputs of a pixel cost an int8 convolution nothing`() throws {
        var random = SplitMix(seed: 36)
        let shape = Shape(height: 12, width: 12, inputs: 160, outputs: 32)
        var x = random.floats(12 * 12 * 160)
        // Weights of one size each are exact in int8, so that only the inputs' steps show.
        let weights = (0..<(32 * 160 * 9)).map { _ in random.next() % 2 == 0 ? Float(1) : -1 }
        for pixel in 0..<(12 * 12) where pixel % 5 == 0 { x[pixel * 160 + random.below(160)] = 900 }
        let expected = shape.convolved(x, weights)
        let y = try compute.convolution(Tensor([12, 12, 160], floats: x), packed(weights, shape, .int8)).floats()
        let worst = zip(y, expected).reduce(Float(0)) { max($0, abs($1.0 - $1.1)) }
        // Steps of 1/127 for 1440 inputs of at most 1: 0.09 is one standard deviation of their errors.
        #expect(worst < 0.5, "\(worst)")
    }

    @Test(arguments: WeightCase.all)
    func `The number of threads changes no bit`(weight: WeightCase) throws {
        var random = SplitMix(seed: 35)
        for shape in [
            Shape(height: 40, width: 70, inputs: 128, outputs: 40),
            Shape(height: 40, width: 140, inputs: 24, outputs: 40),
            Shape(height: 50, width: 30, inputs: 20, outputs: 70, kernel: 1),
        ] {
            let x = Tensor(
                [shape.height, shape.width, shape.inputs],
                floats: random.floats(shape.height * shape.width * shape.inputs)
            )
            let weights = random.floats(shape.outputs * shape.inputs * shape.kernel * shape.kernel)
            let kernel = try packed(weights, shape, weight.precision)
            expectSameForAnyThreadCount { $0.convolution(x, kernel) }
        }
    }
}
