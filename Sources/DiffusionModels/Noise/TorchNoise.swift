import Foundation
public import Tensors

/// Standard normal noise, equal to that of `torch.randn` on a CPU for the same seed.
///
/// `torch.manual_seed(s)` followed by one `torch.randn(n)` in 32 bits is `TorchNoise(seed: s).normals(n)`: bit for bit
/// what PyTorch makes on an x86 CPU with AVX2 (2.13 was compared). PyTorch's builds for other CPUs take the C library's
/// functions instead and differ from this by at most 2e-6.
///
/// The values come by Box and Muller's method, in one of two ways:
/// - below 16 values, one after the other in 64 bits, two from each pair of uniform numbers;
/// - from 16, in blocks of 16 in 32 bits: the uniform numbers of the whole array first, then of each block's first and
///   second half the radius and the angle. A last block that is not whole is drawn anew over the last 16 values, so
///   that a shorter array is no prefix of a longer one.
public struct TorchNoise: Sendable {
    public let seed: UInt64

    public init(seed: UInt64) {
        self.seed = seed
    }

    /// The noise that diffusers starts from: `torch.randn(1, channels, height, width)`, as [height, width, channels].
    /// It lies in the arena, where there is one.
    public func latents(height: Int, width: Int, channels: Int, arena: TensorArena? = nil) -> Tensor {
        let planes = normals(channels * height * width)
        let pixels = height * width
        let latents = Tensor([height, width, channels], arena: arena)
        latents.withFloats { values in
            for pixel in 0..<pixels {
                for channel in 0..<channels {
                    values[pixel * channels + channel] = planes[channel * pixels + pixel]
                }
            }
        }
        return latents
    }

    /// The first `count` values after seeding, as from a single call.
    public func normals(_ count: Int) -> [Float] {
        var generator = MersenneTwister(seed: seed)
        guard count >= 16 else { return Self.few(count, &generator) }
        var values = (0..<count).map { _ in generator.uniformFloat() }
        for start in stride(from: 0, through: count - 16, by: 16) { Self.transform(&values, from: start) }
        if count % 16 != 0 {
            for index in count - 16..<count { values[index] = generator.uniformFloat() }
            Self.transform(&values, from: count - 16)
        }
        return values
    }

    private static func few(_ count: Int, _ generator: inout MersenneTwister) -> [Float] {
        var values: [Float] = []
        while values.count < count {
            let angle = 2 * Double.pi * generator.uniformDouble()
            let radius = (-2 * log1p(-generator.uniformDouble())).squareRoot()
            values.append(Float(radius * cos(angle)))
            values.append(Float(radius * sin(angle)))
        }
        return Array(values.prefix(count))
    }

    /// Turns 16 uniform numbers into normal ones: number i and number i + 8 into the two of their point of the plane.
    private static func transform(_ values: inout [Float], from start: Int) {
        // Not `2 * Float.pi`, which Swift rounds towards zero.
        let turn = Float(2 * Double.pi)
        for index in start..<start + 8 {
            let radius = (-2 * CephesFunctions.logarithm(1 - values[index])).squareRoot()
            let (sine, cosine) = CephesFunctions.sineAndCosine(turn * values[index + 8])
            values[index] = radius * cosine
            values[index + 8] = radius * sine
        }
    }
}
