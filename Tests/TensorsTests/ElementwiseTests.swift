import Foundation
import Testing

@testable import Tensors

@Suite struct ElementwiseTests {
    private let compute = Compute(threadCount: 2)
    /// More than one piece of work, and a rest.
    private static let counts = oddSizes + [70_001]

    @Test(arguments: Precision.all, counts)
    func `Activations are their formulas`(precision: Precision, count: Int) {
        var random = SplitMix(seed: 1)
        let x = Tensor([count], floats: random.floats(count, in: -6...6), as: precision.elementType)
        let formulas: [(Activation, (Double) -> Double)] = [
            (.none, { $0 }),
            (.silu, { $0 / (1 + exp(-$0)) }),
            (.gelu, { 0.5 * $0 * erfc(-$0 / 2.0.squareRoot()) }),
            (.geluTanh, { 0.5 * $0 * (1 + tanh((2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0))) }),
            (.relu, { max($0, 0) }),
        ]
        for (activation, formula) in formulas {
            let expected = x.floats().map { Float(formula(Double($0))) }
            expectClose(compute.activate(x, activation), expected, within: precision.tolerance)
        }
    }

    @Test func `Activations of far values are zero or the value`() {
        let x = Tensor([6], floats: [-1e30, -200, -90, 90, 200, 1e30])
        for activation in [Activation.silu, .gelu, .geluTanh, .relu] {
            let y = compute.activate(x, activation).floats()
            #expect(y[..<3].allSatisfy { abs($0) < 1e-6 }, "\(activation): \(y)")
            #expect(Array(y[3...]) == [90, 200, 1e30], "\(activation): \(y)")
        }
        #expect(compute.activate(Tensor([1], floats: [.nan]), .silu).floats()[0].isNaN)
    }

    @Test(arguments: Precision.all, counts)
    func `Sums, scales, clamps and soft limits are their formulas`(precision: Precision, count: Int) {
        var random = SplitMix(seed: 2)
        let a = Tensor([count], floats: random.floats(count, in: -9...9), as: precision.elementType)
        let b = Tensor([count], floats: random.floats(count), as: precision.elementType)
        let (x, y, tolerance) = (a.floats(), b.floats(), precision.tolerance)
        expectClose(compute.add(a, b), zip(x, y).map { $0 + $1 }, within: tolerance)
        expectClose(compute.scaledSum(a, 0.3, b, -2), zip(x, y).map { 0.3 * $0 - 2 * $1 }, within: tolerance)
        expectClose(compute.scale(a, by: 0.5, adding: 0.25), x.map { $0 * 0.5 + 0.25 }, within: tolerance)
        expectClose(compute.clamp(a, to: -1...2), x.map { min(max($0, -1), 2) }, within: tolerance)
        expectClose(compute.limitSoftly(a, to: 3), x.map { tanh($0 / 3) * 3 }, within: tolerance)
    }

    @Test func `Conversion rounds to nearest even, and back is exact`() {
        let floats: [Float] = [0, -0.0, 1, 257, 259, 1.004, -3e38, .infinity, -.infinity, 0x1p-130]
        let narrow = compute.convert(Tensor([floats.count], floats: floats), to: .bfloat16)
        #expect(narrow.floats() == Tensor([floats.count], floats: floats, as: .bfloat16).floats())
        #expect(compute.convert(narrow, to: .float32).floats() == narrow.floats())
        #expect(compute.convert(Tensor([1], floats: [.nan]), to: .bfloat16).floats()[0].isNaN)
    }

    @Test func `Tensors of other shapes or types cannot be added`() async {
        await #expect(processExitsWith: .failure) {
            _ = Compute(threadCount: 1).add(Tensor([2], floats: [1, 2]), Tensor([1], floats: [1]))
        }
        await #expect(processExitsWith: .failure) {
            _ = Compute(threadCount: 1).add(Tensor([1], floats: [1]), Tensor([1], floats: [1], as: .bfloat16))
        }
    }
}
