import Foundation
import Tensors

/// The angles by which the channels of a head turn at every position, as their cosines and sines.
///
/// Both tables are `[positions, headDimension]`, float32: a channel of the first half and its partner in the second half
/// turn together, so the halves of a row are the same.
struct RotaryTables: Sendable {
    let cosines: Tensor
    let sines: Tensor

    /// - Parameters:
    ///   - count: The number of positions.
    ///   - frequencies: The angles at position 1, for each pair of channels.
    ///   - coordinate: What position a pair of channels goes by: rows and columns of a picture turn different pairs.
    init(count: Int, frequencies: [Float], coordinate: (_ position: Int, _ pair: Int) -> Int) {
        var cosines: [Float] = []
        var sines: [Float] = []
        cosines.reserveCapacity(count * frequencies.count * 2)
        sines.reserveCapacity(count * frequencies.count * 2)
        for position in 0..<count {
            // The product is rounded to single precision, as in the reference: far from the beginning the error of the
            // angle is larger than that of its cosine.
            let angles = frequencies.indices.map { Double(Float(coordinate(position, $0)) * frequencies[$0]) }
            let halfOfCosines = angles.map { Float(cos($0)) }
            let halfOfSines = angles.map { Float(sin($0)) }
            cosines += halfOfCosines + halfOfCosines
            sines += halfOfSines + halfOfSines
        }
        self.cosines = Tensor([count, frequencies.count * 2], floats: cosines)
        self.sines = Tensor([count, frequencies.count * 2], floats: sines)
    }

    /// `theta ^ (-2 i / dimension)` for each of `dimension / 2` pairs (RoFormer, arXiv 2104.09864, section 3.4.2).
    static func frequencies(theta: Double, dimension: Int) -> [Float] {
        (0..<dimension / 2).map { pair in
            1 / Float(pow(theta, Double(Float(2 * pair) / Float(dimension))))
        }
    }
}
