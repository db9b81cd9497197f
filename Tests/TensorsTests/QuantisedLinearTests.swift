import Testing

@testable import Tensors

@Suite struct QuantisedLinearTests {
    private let compute = Compute(threadCount: 2)

    @Test(arguments: LinearTests.sizes)
    func `Whole numbers that reach 127 are multiplied exactly`(size: [Int]) throws {
        // Every scale is 1 then, and sums below 2²⁴ are exact in float32: each instruction set has to give these bits.
        var random = SplitMix(seed: 21)
        func steps(_ rows: Int, _ columns: Int) -> [Float] {
            (0..<(rows * columns)).map { $0 % columns == 0 ? 127 : Float(random.below(255)) - 127 }
        }
        let (rows, inputs, outputs) = (size[0], min(size[1], 1000), size[2])
        let x = steps(rows, inputs)
        let weights = steps(outputs, inputs)
        let exact = WeightCase(precision: .float32, tolerance: 0).product(x, weights, inputs: inputs)
        let packed = try LinearWeight(weights, inputs: inputs, .int8, compute: compute)
        #expect(compute.linear(Tensor([rows, inputs], floats: x), packed).floats() == exact)
    }

    @Test(arguments: [1, 3, 16])
    func `A few huge inputs of a row cost the others nothing`(outliers: Int) throws {
        var random = SplitMix(seed: 22)
        let (rows, inputs, outputs) = (40, 512, 64)
        var x = random.floats(rows * inputs)
        let weights = random.floats(outputs * inputs)
        let packed = try LinearWeight(weights, inputs: inputs, .int8, compute: compute)
        let calm = errorOf(x, weights, packed, inputs: inputs)
        // Half of the rows get inputs a thousand times as large as the usual ones, at places of their own.
        for row in stride(from: 0, to: rows, by: 2) {
            for _ in 0..<outliers { x[row * inputs + random.below(inputs)] = random.next() % 2 == 0 ? 1000 : -800 }
        }
        // Huge inputs multiply weights that are rounded themselves, by up to half of 1/127: compare without that part.
        let dequantised = dequantisedRows(weights, inputs: inputs)
        let loud = errorOf(x, dequantised, packed, inputs: inputs)
        #expect(loud < 1.1 * calm, "error \(loud) with outliers, \(calm) without")
    }

    @Test func `Rows with more large inputs than are set apart stay as good as steps for all of them can be`() throws {
        var random = SplitMix(seed: 23)
        let (rows, inputs, outputs) = (8, 1024, 32)
        let x = random.floats(rows * inputs).enumerated().map { $0.offset % 32 == 5 ? 50 * $0.element : $0.element }
        let weights = random.floats(outputs * inputs)
        let packed = try LinearWeight(weights, inputs: inputs, .int8, compute: compute)
        let exact = WeightCase.all[0].product(x, weights, inputs: inputs)
        // Steps of 50/127 at most: on 1024 inputs that adds up to 1.9 (one standard deviation); the largest sum is 280.
        expectClose(compute.linear(Tensor([rows, inputs], floats: x), packed), exact, within: 0.02)
    }

    @Test func `Zeros stay zeros, and a row's size does not matter`() throws {
        var random = SplitMix(seed: 24)
        let inputs = 77
        let weights = random.floats(40 * inputs)
        let packed = try LinearWeight(weights, inputs: inputs, .int8, compute: compute)
        let row = random.floats(inputs)
        let x = Tensor([3, inputs], floats: row.map { _ in 0 } + row + row.map { $0 * 0x1p30 })
        let y = compute.linear(x, packed)
        #expect(y.rows(0..<1).floats().allSatisfy { $0 == 0 })
        #expect(y.rows(2..<3).floats() == y.rows(1..<2).floats().map { $0 * 0x1p30 })
    }

    /// Root of the mean square of the difference from the exact product.
    private func errorOf(_ x: [Float], _ weights: [Float], _ packed: LinearWeight, inputs: Int) -> Float {
        let exact = WeightCase.all[0].product(x, weights, inputs: inputs)
        let found = compute.linear(Tensor([x.count / inputs, inputs], floats: x), packed).floats()
        let squares = zip(exact, found).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        return (squares / Float(exact.count)).squareRoot()
    }

    private func dequantisedRows(_ weights: [Float], inputs: Int) -> [Float] {
        stride(from: 0, to: weights.count, by: inputs).flatMap { first -> [Float] in
            let row = weights[first..<(first + inputs)]
            let scale = row.reduce(0) { max($0, abs($1)) } / 127
            return row.map { ($0 / scale).rounded(.toNearestOrEven) * scale }
        }
    }
}
