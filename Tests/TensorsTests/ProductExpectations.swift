import CTensorKernels
import Testing

@testable import Tensors

/// A way to keep weights, with how far a product may be from exact arithmetic on the same numbers, relative to the
/// largest result.
struct WeightCase: Sendable, CustomTestStringConvertible {
    let precision: WeightPrecision
    /// float32 and bfloat16: sums in another order, of numbers that were rounded to bfloat16 before (`rounded`).
    /// int8: inputs and weights are each off by up to half a step, 1/254 of the largest.
    let tolerance: Float
    var testDescription: String { precision.rawValue }

    static let all = [
        WeightCase(precision: .float32, tolerance: 3e-6),
        WeightCase(precision: .bfloat16, tolerance: 3e-6),
        WeightCase(precision: .int8, tolerance: 0.012),
    ]

    /// What the kernel makes of inputs and weights before it multiplies.
    func rounded(_ floats: [Float]) -> [Float] {
        precision == .bfloat16 ? Tensor([floats.count], floats: floats, as: .bfloat16).floats() : floats
    }

    /// The product of `x` ([rows, inputs]) and the transpose of `weights` ([outputs, inputs]), in double precision.
    func product(_ x: [Float], _ weights: [Float], inputs: Int, bias: [Float]? = nil) -> [Float] {
        let (x, weights) = (rounded(x), rounded(weights))
        let (rows, outputs) = (x.count / inputs, weights.count / inputs)
        return (0..<(rows * outputs)).map { place in
            let (row, output) = (place / outputs, place % outputs)
            var sum = Double(bias?[output] ?? 0)
            for i in 0..<inputs { sum += Double(x[row * inputs + i]) * Double(weights[output * inputs + i]) }
            return Float(sum)
        }
    }
}

extension LinearWeight {
    init(
        _ weights: [Float],
        inputs: Int,
        _ precision: WeightPrecision,
        bias: [Float]? = nil,
        gate: Gate? = nil,
        compute: Compute
    ) throws {
        let rows = weights.count / inputs
        try self.init(
            rows: WeightSource(floats: weights, rows: rows, columns: inputs),
            inputs: inputs,
            outputs: gate == nil ? rows : rows / 2,
            precision: precision,
            bias: bias.map { Tensor([$0.count], floats: $0) },
            gate: gate,
            compute: compute
        )
    }
}
