import Foundation
import Testing

@testable import Tensors

@Suite struct LinearTests {
    private let compute = Compute(threadCount: 2)

    /// Rows, inputs, outputs: below, at and above the sizes of units, vectors, panels, tiles and parts.
    static let sizes = [
        [1, 1, 1], [1, 3, 33], [3, 15, 16], [15, 16, 17], [14, 17, 32], [16, 33, 15], [17, 63, 31], [28, 64, 64],
        [33, 100, 3], [63, 257, 65], [100, 5, 100], [257, 31, 33], [13, 1025, 48], [29, 2100, 40], [2, 4099, 7],
    ]

    @Test(arguments: WeightCase.all, sizes)
    func `A product is that of the plain sums, with a bias or without`(weight: WeightCase, size: [Int]) throws {
        var random = SplitMix(seed: UInt64(size[0] + size[1] + size[2]))
        let (rows, inputs, outputs) = (size[0], size[1], size[2])
        let x = random.floats(rows * inputs)
        let weights = random.floats(outputs * inputs)
        let bias = random.floats(outputs)
        let input = Tensor([rows, inputs], floats: x)
        let plain = try LinearWeight(weights, inputs: inputs, weight.precision, compute: compute)
        expectClose(
            compute.linear(input, plain),
            weight.product(x, weights, inputs: inputs),
            within: weight.tolerance
        )
        let biased = try LinearWeight(weights, inputs: inputs, weight.precision, bias: bias, compute: compute)
        expectClose(
            compute.linear(input, biased),
            weight.product(x, weights, inputs: inputs, bias: bias),
            within: weight.tolerance
        )
    }

    @Test(arguments: WeightCase.all, [Activation.none, .silu, .gelu, .geluTanh, .relu])
    func `The activation comes before the residual`(weight: WeightCase, activation: Activation) throws {
        var random = SplitMix(seed: 5)
        let (rows, inputs, outputs) = (31, 65, 50)
        let x = random.floats(rows * inputs)
        let weights = random.floats(outputs * inputs)
        let bias = random.floats(outputs)
        let residual = random.floats(rows * outputs, in: -4...4)
        let product = weight.product(x, weights, inputs: inputs, bias: bias)
        let expected = zip(product, residual).map { activation.exact($0) + $1 }
        let packed = try LinearWeight(weights, inputs: inputs, weight.precision, bias: bias, compute: compute)
        for (elementType, rounding) in [(ElementType.float32, Float(0)), (.bfloat16, 0.004)] {
            // The residual is exact in bfloat16 when it is one.
            let added = Tensor([rows, outputs], floats: residual, as: elementType)
            let all = zip(expected, zip(residual, added.floats())).map { $0 - $1.0 + $1.1 }
            let y = compute.linear(
                Tensor([rows, inputs], floats: weight.rounded(x), as: .float32),
                packed,
                activation: activation,
                adding: added
            )
            expectClose(y, all, within: weight.tolerance + rounding)
        }
    }

    @Test(arguments: WeightCase.all)
    func `Activations in bfloat16 give what the same numbers in float32 give, rounded`(weight: WeightCase) throws {
        var random = SplitMix(seed: 6)
        for size in LinearTests.sizes {
            let x = Tensor([size[0], size[1]], floats: random.floats(size[0] * size[1]), as: .bfloat16)
            let weights = random.floats(size[2] * size[1])
            let packed = try LinearWeight(weights, inputs: size[1], weight.precision, compute: compute)
            let wide = compute.linear(Tensor(x.shape, floats: x.floats()), packed)
            let narrow = compute.linear(x, packed)
            #expect(narrow.elementType == .bfloat16)
            #expect(narrow.floats() == Tensor(wide.shape, floats: wide.floats(), as: .bfloat16).floats())
        }
    }

    @Test(arguments: WeightCase.all, [Gate.geglu, .swiglu])
    func `A gate multiplies the values`(weight: WeightCase, gate: Gate) throws {
        var random = SplitMix(seed: 7)
        for (rows, inputs, outputs) in [(1, 1, 1), (15, 33, 15), (16, 64, 16), (29, 100, 17), (3, 1030, 50)] {
            let x = random.floats(rows * inputs)
            let weights = random.floats(2 * outputs * inputs)
            let bias = random.floats(2 * outputs)
            let residual = random.floats(rows * outputs)
            let both = weight.product(x, weights, inputs: inputs, bias: bias)
            let expected = (0..<(rows * outputs)).map { place in
                let value = both[place / outputs * 2 * outputs + place % outputs]
                let gates = both[place / outputs * 2 * outputs + outputs + place % outputs]
                return value * (gate == .geglu ? Activation.gelu : .silu).exact(gates) + residual[place]
            }
            let packed = try LinearWeight(
                weights,
                inputs: inputs,
                weight.precision,
                bias: bias,
                gate: gate,
                compute: compute
            )
            let y = compute.linear(
                Tensor([rows, inputs], floats: x),
                packed,
                adding: Tensor([rows, outputs], floats: residual)
            )
            // Errors of two factors.
            expectClose(y, expected, within: 2 * weight.tolerance)
        }
    }

    @Test(arguments: WeightCase.all)
    func `The number of threads changes no bit`(weight: WeightCase) throws {
        var random = SplitMix(seed: 8)
        for (rows, inputs, outputs) in [(7, 40, 700), (300, 1100, 100), (1200, 24, 48)] {
            let x = Tensor([rows, inputs], floats: random.floats(rows * inputs))
            let weights = random.floats(outputs * inputs)
            try expectSameForAnyThreadCount { compute in
                try compute.linear(x, LinearWeight(weights, inputs: inputs, weight.precision, compute: compute))
            }
        }
    }

    @Test(arguments: WeightCase.all)
    func `A row's result does not depend on the rows around it`(weight: WeightCase) throws {
        var random = SplitMix(seed: 9)
        let x = Tensor([100, 1100], floats: random.floats(100 * 1100))
        let packed = try LinearWeight(random.floats(70 * 1100), inputs: 1100, weight.precision, compute: compute)
        let all = compute.linear(x, packed)
        for row in [0, 13, 57, 99] {
            #expect(compute.linear(x.rows(row..<(row + 1)), packed).floats() == all.rows(row..<(row + 1)).floats())
        }
    }
}

extension Activation {
    /// In double precision.
    func exact(_ value: Float) -> Float {
        let x = Double(value)
        return switch self {
        case .none: value
        case .silu: Float(x / (1 + exp(-x)))
        case .gelu: Float(x * erfc(-x / 2.squareRoot()) / 2)
        case .geluTanh: Float(x / (1 + exp(-2 * (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x))))
        case .relu: max(value, 0)
        }
    }
}
