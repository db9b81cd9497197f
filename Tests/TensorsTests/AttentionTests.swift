import Foundation
import Testing

@testable import Tensors

@Suite struct AttentionTests {
    private let compute = Compute(threadCount: 2)

    /// How far results may be from exact ones, relative to the largest. float32: sums in another order, exponentials good
    /// to 2e-7. bfloat16: weights of the softmax and results are each rounded to 8 bits (at most by 2⁻⁸).
    private static let precisions = [
        Precision(elementType: .float32, tolerance: 4e-6),
        Precision(elementType: .bfloat16, tolerance: 0.006),
    ]

    /// Queries, keys and values, with columns beside the heads that belong to nobody.
    private struct Problem {
        let q: HeadView
        let k: HeadView
        let v: HeadView
        let scale: Float

        init(
            queries: Int,
            keys: Int,
            heads: Int = 2,
            keyHeads: Int = 1,
            dimension: Int,
            spread: Float = 1,
            _ elementType: ElementType
        ) {
            var random = SplitMix(seed: UInt64(queries * 1000 + keys))
            func view(_ tokens: Int, _ heads: Int, _ spread: Float) -> HeadView {
                let columns = heads * dimension + 5
                let floats = random.floats(tokens * columns, in: -spread...spread)
                let tensor = Tensor([tokens, columns], floats: floats, as: elementType)
                return HeadView(tensor, firstColumn: 3, heads: heads, headDimension: dimension)
            }
            q = view(queries, heads, 2 * spread)
            k = view(keys, keyHeads, 2)
            v = view(keys, keyHeads, 1)
            scale = 1 / Float(dimension).squareRoot()
        }

        func expected(_ sees: (_ query: Int, _ key: Int) -> Bool = { _, _ in true }) -> [Float] {
            let (qs, ks, vs) = (q.tensor.floats(), k.tensor.floats(), v.tensor.floats())
            func place(_ view: HeadView, _ token: Int, _ head: Int) -> Int {
                token * view.tensor.shape[1] + view.firstColumn + head * view.headDimension
            }
            return (0..<q.tokens).flatMap { token in
                (0..<q.heads).flatMap { head in
                    attended(
                        Array(qs[place(q, token, head)...].prefix(q.headDimension)),
                        (0..<k.tokens).filter { sees(token, $0) }.map {
                            let start = place(k, $0, head / (q.heads / k.heads))
                            return (ks[start..<start + q.headDimension], vs[start..<start + q.headDimension])
                        }
                    )
                }
            }
        }

        private func attended(_ q: [Float], _ seen: [(k: ArraySlice<Float>, v: ArraySlice<Float>)]) -> [Float] {
            let scores = seen.map { zip(q, $0.k).reduce(0.0) { $0 + Double($1.0) * Double($1.1) } * Double(scale) }
            let top = scores.max() ?? 0
            let weights = scores.map { exp($0 - top) }
            let sum = weights.reduce(0, +)
            return q.indices.map { i in
                Float(zip(weights, seen).reduce(0) { $0 + $1.0 * Double($1.1.v[$1.1.v.startIndex + i]) } / sum)
            }
        }
    }

    @Test(arguments: precisions, [(1, 1), (15, 16), (16, 15), (17, 33), (33, 64), (13, 65), (40, 200)])
    func `Attention is a softmax over all keys`(precision: Precision, size: (queries: Int, keys: Int)) {
        let problem = Problem(queries: size.queries, keys: size.keys, dimension: 64, precision.elementType)
        let result = compute.attention(problem.q, problem.k, problem.v, mask: .none, scale: problem.scale)
        #expect(result.shape == [size.queries, 128])
        expectClose(result, problem.expected(), within: precision.tolerance)
    }

    /// Queries and keys in steps of 1/127 of their largest channel: scores of a standard deviation of 1 are off by about 0.01,
    /// and so are weights. CPUs without such products do not round.
    @Test(arguments: [(1, 1), (17, 33), (13, 65), (40, 200)], [1, 8, 15, 64, 72, 256])
    func `Rounded keys change little`(size: (queries: Int, keys: Int), dimension: Int) {
        let problem = Problem(queries: size.queries, keys: size.keys, dimension: dimension, .bfloat16)
        let result = compute.attention(
            problem.q,
            problem.k,
            problem.v,
            mask: .none,
            scale: problem.scale,
            roundsKeys: true
        )
        expectClose(result, problem.expected(), within: 0.03)
    }

    @Test(arguments: precisions, [1, 8, 15, 64, 72, 80, 128, 256])
    func `Heads may have any dimension`(precision: Precision, dimension: Int) {
        let problem = Problem(queries: 17, keys: 70, dimension: dimension, precision.elementType)
        let result = compute.attention(problem.q, problem.k, problem.v, mask: .none, scale: problem.scale)
        expectClose(result, problem.expected(), within: precision.tolerance)
    }

    @Test(arguments: precisions, [(1, 1), (3, 1), (14, 1), (4, 2), (6, 6)])
    func `Query heads share the heads of keys and values in groups`(
        precision: Precision,
        heads: (queries: Int, keys: Int)
    ) {
        let problem = Problem(
            queries: 19,
            keys: 67,
            heads: heads.queries,
            keyHeads: heads.keys,
            dimension: 24,
            precision.elementType
        )
        let result = compute.attention(problem.q, problem.k, problem.v, mask: .none, scale: problem.scale)
        expectClose(result, problem.expected(), within: precision.tolerance)
    }

    @Test(arguments: precisions, [1, 16, 63, 64, 65, 150])
    func `A causal mask shows a query what came before it`(precision: Precision, tokens: Int) {
        let problem = Problem(
            queries: tokens,
            keys: tokens,
            heads: 4,
            keyHeads: 2,
            dimension: 32,
            precision.elementType
        )
        let result = compute.attention(problem.q, problem.k, problem.v, mask: .causal, scale: problem.scale)
        expectClose(result, problem.expected { $1 <= $0 }, within: precision.tolerance)
    }

    @Test(arguments: precisions, [1, 15, 64, 65, 100])
    func `Keys that are padding count for nothing`(precision: Precision, count: Int) {
        let problem = Problem(queries: 9, keys: 100, dimension: 32, precision.elementType)
        let result = compute.attention(problem.q, problem.k, problem.v, mask: .keys(count), scale: problem.scale)
        expectClose(result, problem.expected { $1 < count }, within: precision.tolerance)
    }

    @Test(arguments: precisions)
    func `Segments do not see each other`(precision: Precision) {
        let problem = Problem(queries: 100, keys: 100, keyHeads: 2, dimension: 32, precision.elementType)
        let starts = [0, 1, 17, 17, 83, 100]
        let result = compute.attention(problem.q, problem.k, problem.v, mask: .segments(starts), scale: problem.scale)
        let segment = { (token: Int) in starts.lastIndex { $0 <= token } }
        expectClose(result, problem.expected { segment($0) == segment($1) }, within: precision.tolerance)
    }

    /// Scores in the hundreds: nearly all weight is one key's, the greatest score changes from block to block, and the
    /// exponential of a score alone would overflow.
    @Test(arguments: precisions, [30, 1000])
    func `Large scores neither overflow nor vanish`(precision: Precision, spread: Float) {
        let problem = Problem(queries: 21, keys: 300, dimension: 64, spread: spread, precision.elementType)
        let result = compute.attention(problem.q, problem.k, problem.v, mask: .none, scale: problem.scale)
        // A score of 1000 has an error of 1e-4 in float32, and so has its weight.
        let tolerance = max(precision.tolerance, 1e-6 * spread)
        expectClose(result, problem.expected(), within: tolerance)
    }

    /// In the second block scores rise by 200, in the third they fall far below.
    @Test(arguments: precisions)
    func `A greater score in a later block takes the weight of the earlier ones`(precision: Precision) {
        let keys = (0..<192).map { Float($0 / 64 == 1 ? 200 : -200) }
        let k = Tensor([192, 1], floats: keys, as: precision.elementType)
        let v = Tensor([192, 1], floats: (0..<192).map { Float($0 / 64) + 1 }, as: precision.elementType)
        let q = Tensor([2, 1], floats: [1, -1], as: precision.elementType)
        let result = compute.attention(
            HeadView(q, heads: 1, headDimension: 1),
            HeadView(k, heads: 1, headDimension: 1),
            HeadView(v, heads: 1, headDimension: 1),
            mask: .none,
            scale: 1
        )
        #expect(result.floats() == [2, 2])
    }

    @Test(arguments: precisions)
    func `Equal keys give the mean of the values`(precision: Precision) {
        let ones = Tensor([100, 64], floats: [Float](repeating: 1, count: 6400), as: precision.elementType)
        let v = Tensor([100, 64], floats: (0..<6400).map { Float($0 / 64 % 2) }, as: precision.elementType)
        let view = HeadView(ones, heads: 1, headDimension: 64)
        let result = compute.attention(view, view, HeadView(v, heads: 1, headDimension: 64), mask: .none, scale: 1)
        expectClose(result, [Float](repeating: 0.5, count: 6400), within: precision.tolerance)
    }

    @Test(arguments: precisions, [AttentionMask.none, .causal, .segments([0, 50, 131])])
    func `Attention does not depend on the number of threads`(precision: Precision, mask: AttentionMask) {
        let problem = Problem(queries: 131, keys: 131, heads: 6, keyHeads: 2, dimension: 40, precision.elementType)
        expectSameForAnyThreadCount {
            $0.attention(problem.q, problem.k, problem.v, mask: mask, scale: problem.scale)
        }
    }
}
