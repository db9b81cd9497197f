import CPixelKernels

/// One stream of random numbers among many that a seed starts. Numbers are looked up by position, never drawn in turn,
/// so that they do not depend on which thread asks first.
struct SeedStream: Sendable {
    /// What kernels take.
    let bits: UInt32

    /// - Parameters:
    ///   - seed: the request's.
    ///   - salt: which use this stream has; each use has its own.
    init(seed: UInt32, salt: UInt32) {
        bits = pk_random_bits(pk_random_bits(0x5969_6B69, seed), salt)
    }

    /// Uniform in 0 ..< 1.
    subscript(index: Int) -> Float { pk_random_unit(bits, UInt32(truncatingIfNeeded: index)) }

    func uniform(_ range: ClosedRange<Float>, at index: Int) -> Float {
        range.lowerBound + (range.upperBound - range.lowerBound) * self[index]
    }

    /// Mean 0, deviation 1, and nothing beyond ±3: the sum of twelve would be closer to a Gaussian, three do here.
    func bell(at index: Int) -> Float {
        (self[3 * index] + self[3 * index + 1] + self[3 * index + 2] - 1.5) * 2
    }
}
