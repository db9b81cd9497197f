import Foundation
import Testing

@testable import Tensors

@Suite struct NormTests {
    private let compute = Compute(threadCount: 2)

    /// (x - mean) / √(variance + epsilon), in double precision; without the mean it is the RMS norm.
    private func normalized(_ x: some Sequence<Float>, epsilon: Double, centered: Bool = true) -> [Double] {
        let values = x.map(Double.init)
        let mean = centered ? values.reduce(0, +) / Double(values.count) : 0
        let variance = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count)
        return values.map { ($0 - mean) / (variance + epsilon).squareRoot() }
    }

    @Test(arguments: Precision.all, oddSizes + [896])
    func `Layer and RMS norm are their formulas`(precision: Precision, columns: Int) {
        var random = SplitMix(seed: 3)
        let rows = 67
        let x = Tensor([rows, columns], floats: random.floats(rows * columns), as: precision.elementType)
        let weight = random.floats(columns, in: 0.5...2)
        let bias = random.floats(columns)
        let (w, b) = (Tensor([columns], floats: weight), Tensor([columns], floats: bias))
        let layer = (0..<rows).flatMap { row in
            normalized(x.rows(row..<row + 1).floats(), epsilon: 1e-5).enumerated().map {
                Float($1) * weight[$0] + bias[$0]
            }
        }
        let rms = (0..<rows).flatMap { row in
            normalized(x.rows(row..<row + 1).floats(), epsilon: 1e-6, centered: false).enumerated().map {
                Float($1) * weight[$0]
            }
        }
        expectClose(compute.layerNorm(x, weight: w, bias: b, epsilon: 1e-5), layer, within: precision.tolerance)
        expectClose(compute.rmsNorm(x, weight: w, epsilon: 1e-6), rms, within: precision.tolerance)
    }

    @Test func `A norm without weights is one with ones and zeros`() {
        var random = SplitMix(seed: 4)
        let x = Tensor([5, 33], floats: random.floats(165))
        let ones = Tensor([33], floats: [Float](repeating: 1, count: 33))
        let zeros = Tensor([33], floats: [Float](repeating: 0, count: 33))
        let layer = compute.layerNorm(x, weight: ones, bias: zeros, epsilon: 1e-5).floats()
        #expect(compute.layerNorm(x, weight: nil, bias: nil, epsilon: 1e-5).floats() == layer)
        let rms = compute.rmsNorm(x, weight: ones, epsilon: 1e-5).floats()
        #expect(compute.rmsNorm(x, weight: nil, epsilon: 1e-5).floats() == rms)
    }

    @Test func `Constant rows become the bias, and a large mean hides no small variance`() {
        let constant = Tensor([2, 40], floats: [Float](repeating: 1000, count: 80))
        #expect(compute.layerNorm(constant, weight: nil, bias: nil, epsilon: 1e-5).floats().allSatisfy { $0 == 0 })
        let alternating = (0..<64).map { Float($0 % 2 == 0 ? 999.5 : 1000.5) }
        let expected = (0..<64).map { Float($0 % 2 == 0 ? -1 : 1) }
        let layer = compute.layerNorm(Tensor([1, 64], floats: alternating), weight: nil, bias: nil, epsilon: 0)
        expectClose(layer, expected, within: 1e-6)
        let group = compute.groupNorm(
            Tensor([1, 64, 1], floats: alternating),
            groups: 1,
            weight: Tensor([1], floats: [1]),
            bias: Tensor([1], floats: [0]),
            epsilon: 0
        )
        // The offset, a thousand standard deviations, is rounded to a float.
        expectClose(group, expected, within: 1e-4)
    }

    @Test(arguments: Precision.all, [8, 64, 72, 80, 128])
    func `Heads are normalised in place, and nothing beside them`(precision: Precision, dimension: Int) {
        var random = SplitMix(seed: 5)
        let (tokens, columns) = (17, 3 * dimension + 5)
        let x = Tensor([tokens, columns], floats: random.floats(tokens * columns), as: precision.elementType)
        let weight = random.floats(dimension, in: 0.5...2)
        var expected = x.floats()
        for start in (0..<tokens).flatMap({ token in (0..<2).map { token * columns + 3 + $0 * dimension } }) {
            let head = normalized(expected[start..<start + dimension], epsilon: 1e-6, centered: false)
            for i in 0..<dimension { expected[start + i] = Float(head[i]) * weight[i] }
        }
        compute.normalizeHeads(
            HeadView(x, firstColumn: 3, heads: 2, headDimension: dimension),
            weight: Tensor([dimension], floats: weight),
            epsilon: 1e-6
        )
        expectClose(x, expected, within: precision.tolerance)
    }

    @Test(arguments: Precision.all, [2, 8, 64, 72, 80, 128])
    func `Rotation turns halves of a head against each other`(precision: Precision, dimension: Int) {
        var random = SplitMix(seed: 6)
        let (tokens, columns, half) = (17, 2 * dimension + 3, dimension / 2)
        let x = Tensor([tokens, columns], floats: random.floats(tokens * columns), as: precision.elementType)
        let cosines = random.floats(tokens * dimension)
        let sines = random.floats(tokens * dimension)
        let before = x.floats()
        var expected = before
        for (token, head) in (0..<tokens).flatMap({ token in (0..<2).map { (token, $0) } }) {
            for i in 0..<dimension {
                let start = token * columns + 1 + head * dimension
                let turned = i < half ? -before[start + half + i] : before[start + i - half]
                let angle = token * dimension + i
                expected[start + i] = before[start + i] * cosines[angle] + turned * sines[angle]
            }
        }
        compute.rotate(
            HeadView(x, firstColumn: 1, heads: 2, headDimension: dimension),
            cosines: Tensor([tokens, dimension], floats: cosines),
            sines: Tensor([tokens, dimension], floats: sines)
        )
        expectClose(x, expected, within: precision.tolerance)
    }

    @Test(arguments: Precision.all, [(1, 1), (15, 3), (16, 4), (17, 17), (33, 11), (256, 32), (96, 32)])
    func `Group norm takes mean and variance of a group's channels in all pixels`(
        precision: Precision,
        channelsAndGroups: (Int, Int)
    ) {
        let (channels, groups) = channelsAndGroups
        var random = SplitMix(seed: 7)
        // More than one part of 512 pixels, and a rest.
        for pixels in [2, 1033] {
            let count = pixels * channels
            let x = Tensor([1, pixels, channels], floats: random.floats(count, in: -1...5), as: precision.elementType)
            let weight = random.floats(channels, in: 0.5...2)
            let bias = random.floats(channels)
            let norm = GroupNorm(
                groups: groups,
                weight: Tensor([channels], floats: weight),
                bias: Tensor([channels], floats: bias),
                epsilon: 1e-5
            )
            let expected = groupNormed(x.floats(), channels: channels, groups: groups, weight: weight, bias: bias)
            expectClose(compute.groupNorm(x, norm), expected, within: 2 * precision.tolerance)
            let activated = expected.map { $0 / (1 + exp(-$0)) }
            expectClose(compute.groupNorm(x, norm, activation: .silu), activated, within: 2 * precision.tolerance)
        }
    }

    private func groupNormed(_ x: [Float], channels: Int, groups: Int, weight: [Float], bias: [Float]) -> [Float] {
        var result = x
        for group in 0..<groups {
            let places = x.indices.filter { $0 % channels / (channels / groups) == group }
            for (place, value) in zip(places, normalized(places.map { x[$0] }, epsilon: 1e-5)) {
                result[place] = Float(value) * weight[place % channels] + bias[place % channels]
            }
        }
        return result
    }

    @Test(arguments: Precision.all)
    func `Norms do not depend on the number of threads`(precision: Precision) {
        var random = SplitMix(seed: 8)
        let x = Tensor([41, 53, 96], floats: random.floats(41 * 53 * 96), as: precision.elementType)
        let norm = GroupNorm(
            groups: 32,
            weight: Tensor([96], floats: random.floats(96)),
            bias: Tensor([96], floats: random.floats(96)),
            epsilon: 1e-5
        )
        expectSameForAnyThreadCount { $0.groupNorm(x, norm, activation: .silu) }
        expectSameForAnyThreadCount { $0.layerNorm(x, weight: norm.weight, bias: norm.bias, epsilon: 1e-5) }
    }
}
