import CPeak
import Synchronization
import Tensors

/// A product that is asked for again and again: its inputs and weights are made once.
final class Products {
    struct Shape: Equatable {
        let rows, inputs, outputs: Int
        let precision: WeightPrecision
        let gate: Gate?
    }

    private var computes: [Int: Compute] = [:]
    private var shape: Shape?
    private var x: Tensor?
    private var weight: LinearWeight?

    func compute(_ threadCount: Int) -> Compute {
        if let known = computes[threadCount] { return known }
        let made = Compute(threadCount: threadCount)
        computes[threadCount] = made
        return made
    }

    /// What that many threads do together at most, in GFLOP/s.
    func peak(_ kind: Int32, threadCount: Int) -> Double {
        let total = Mutex(0.0)
        compute(threadCount).threads.forEach(threadCount) { _ in
            let rate = peak_rate(kind, 30_000_000)
            total.withLock { $0 += rate }
        }
        return total.withLock { $0 }
    }

    /// Seconds of one product. Activations are float32 for float32 weights and bfloat16 for others; that int8 weights
    /// have them quantised first belongs to the product.
    func seconds(_ wanted: Shape, threadCount: Int) throws -> Double {
        let compute = compute(threadCount)
        if shape != wanted { try make(wanted, compute) }
        guard let x, let weight else { fatalError("Made above") }
        let clock = ContinuousClock()
        let begin = clock.now
        let y = compute.linear(x, weight)
        let seconds = (clock.now - begin) / .seconds(1)
        precondition(y.count > 0)
        return seconds
    }

    private func make(_ wanted: Shape, _ compute: Compute) throws {
        (x, weight) = (nil, nil)
        let row = floats(wanted.inputs + 64)
        var inputs: [Float] = []
        inputs.reserveCapacity(wanted.rows * wanted.inputs)
        for index in 0..<wanted.rows { inputs += row[(index % 64)..<(index % 64 + wanted.inputs)] }
        let type = wanted.precision == .float32 ? ElementType.float32 : .bfloat16
        x = Tensor([wanted.rows, wanted.inputs], floats: inputs, as: type)
        inputs = []
        inputs.reserveCapacity(wanted.outputs * wanted.inputs)
        for index in 0..<wanted.outputs { inputs += row[(index % 63)..<(index % 63 + wanted.inputs)] }
        weight = try LinearWeight(
            rows: WeightSource(floats: inputs, rows: wanted.outputs, columns: wanted.inputs),
            inputs: wanted.inputs,
            outputs: wanted.gate == nil ? wanted.outputs : wanted.outputs / 2,
            precision: wanted.precision,
            bias: nil,
            gate: wanted.gate,
            compute: compute
        )
        shape = wanted
    }

    private func floats(_ count: Int) -> [Float] {
        var random = SystemRandomNumberGenerator()
        return (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
    }
}
