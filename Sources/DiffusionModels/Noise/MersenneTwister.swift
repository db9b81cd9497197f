/// The random bits of PyTorch's CPU generator: MT19937, seeded with 32 bits.
///
/// Matsumoto and Nishimura, "Mersenne Twister: A 623-dimensionally equidistributed uniform pseudo-random number
/// generator", 1998, with the seeding of their `init_genrand`. A seed of 64 bits counts with its lower half, as in
/// `torch.manual_seed`.
struct MersenneTwister {
    private static let size = 624
    private static let shift = 397

    private var state: [UInt32]
    private var next = MersenneTwister.size

    init(seed: UInt64) {
        var word = UInt32(truncatingIfNeeded: seed)
        state = [word]
        for index in 1..<Self.size {
            word = 1_812_433_253 &* (word ^ (word >> 30)) &+ UInt32(index)
            state.append(word)
        }
    }

    /// 32 random bits.
    mutating func word() -> UInt32 {
        if next == Self.size { refill() }
        var word = state[next]
        next += 1
        word ^= word >> 11
        word ^= (word << 7) & 0x9d2c_5680
        word ^= (word << 15) & 0xefc6_0000
        return word ^ (word >> 18)
    }

    /// A number in [0, 1) with the 24 bits that a `Float` can hold exactly.
    mutating func uniformFloat() -> Float {
        Float(word() & 0xff_ffff) * 0x1p-24
    }

    /// A number in [0, 1) with 53 bits, from two words, the first of which has the upper half.
    mutating func uniformDouble() -> Double {
        let upper = UInt64(word())
        let lower = UInt64(word())
        return Double((upper << 32 | lower) & 0x1f_ffff_ffff_ffff) * 0x1p-53
    }

    private mutating func refill() {
        for index in 0..<Self.size {
            let bits = state[index] & 0x8000_0000 | state[(index + 1) % Self.size] & 0x7fff_ffff
            let twist: UInt32 = bits & 1 == 0 ? 0 : 0x9908_b0df
            state[index] = state[(index + Self.shift) % Self.size] ^ bits >> 1 ^ twist
        }
        next = 0
    }
}
