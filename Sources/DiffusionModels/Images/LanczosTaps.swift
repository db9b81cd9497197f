import Foundation

/// Which source pixels make each pixel along one side of a resized picture, and how much each counts.
///
/// The arithmetic is Pillow's (src/libImaging/Resample.c): weights in double precision, normalised to 1, then rounded to
/// 22 fractional bits. Every step rounds as it does there, or bytes would differ here and there by one.
struct LanczosTaps {
    /// A weight of 1.
    static let fractionBits: Int32 = 22
    /// Lobes of the windowed sinc on either side of the middle.
    private static let lobes = 3.0

    /// The first source pixel of every result pixel.
    private(set) var firsts: [Int] = []
    /// Where the weights of every result pixel lie in `weights`.
    private(set) var ranges: [Range<Int>] = []
    private(set) var weights: [Int32] = []

    /// - Parameters:
    ///   - sourceCount: Pixels along the side of the source.
    ///   - resultCount: Pixels along the same side of the result.
    init(sourceCount: Int, resultCount: Int) {
        let scale = Double(sourceCount) / Double(resultCount)
        // A smaller result averages over as many source pixels as fall on one of its own.
        let stretch = max(scale, 1)
        let reach = LanczosTaps.lobes * stretch
        for index in 0..<resultCount {
            let middle = (Double(index) + 0.5) * scale
            let first = max(Int(middle - reach + 0.5), 0)
            let end = min(Int(middle + reach + 0.5), sourceCount)
            let exact = (first..<end).map { LanczosTaps.windowedSinc((Double($0) - middle + 0.5) * (1 / stretch)) }
            let sum = exact.reduce(0, +)
            firsts.append(first)
            ranges.append(weights.count..<weights.count + exact.count)
            weights += exact.map { LanczosTaps.fixedPoint(sum == 0 ? $0 : $0 / sum) }
        }
    }

    private static func windowedSinc(_ x: Double) -> Double {
        -lobes <= x && x < lobes ? sinc(x) * sinc(x / lobes) : 0
    }

    private static func sinc(_ x: Double) -> Double {
        x == 0 ? 1 : sin(x * .pi) / (x * .pi)
    }

    /// Rounds half away from zero.
    private static func fixedPoint(_ weight: Double) -> Int32 {
        let scaled = weight * Double(1 << fractionBits)
        return Int32(weight < 0 ? scaled - 0.5 : scaled + 0.5)
    }
}
