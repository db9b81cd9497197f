import Testing

@testable import Tensors

/// The types of activations, each with how far a result may be from exact arithmetic on the same inputs, relative to the
/// largest result.
struct Precision: Sendable, CustomTestStringConvertible {
    let elementType: ElementType
    /// One rounding of the result, and sums in another order.
    let tolerance: Float
    var testDescription: String { "\(elementType)" }

    /// float32: sums of some hundred terms and polynomials good to 1e-7. bfloat16: half a unit in the last of 8 bits.
    static let all = [
        Precision(elementType: .float32, tolerance: 3e-6),
        Precision(elementType: .bfloat16, tolerance: 0.0040),
    ]
}

/// Odd sizes around those of vectors, tiles and blocks.
let oddSizes = [1, 15, 16, 17, 33]

func expectClose(
    _ result: Tensor,
    _ expected: [Float],
    within tolerance: Float,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let found = result.floats()
    #expect(found.count == expected.count, sourceLocation: sourceLocation)
    let scale = expected.reduce(0) { max($0, abs($1)) }
    let worst = zip(found, expected).map { $0 == $1 ? 0 : abs($0 - $1) }.enumerated().max {
        !($0.element >= $1.element)
    }
    guard let worst else { return }
    #expect(
        worst.element <= tolerance * scale,
        "\(found[worst.offset]) for \(expected[worst.offset]) at \(worst.offset), scale \(scale)",
        sourceLocation: sourceLocation
    )
}

/// Computes with several numbers of threads, and expects the same bits from all.
func expectSameForAnyThreadCount(
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: (Compute) throws -> Tensor
) rethrows {
    let alone = try body(Compute(threadCount: 1)).floats().map(\.bitPattern)
    for threadCount in [2, 3, 5] {
        let shared = try body(Compute(threadCount: threadCount)).floats().map(\.bitPattern)
        #expect(shared == alone, "\(threadCount) threads", sourceLocation: sourceLocation)
    }
}
