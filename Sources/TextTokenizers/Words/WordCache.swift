/// The tokens of words seen before: a table of fixed size in which a word can be at one place only, and replaces what was
/// there. No text can make it grow or slow it down.
struct WordCache: Sendable {
    /// The bytes of a word, with zeros after them; its length is kept apart, as a word may end in zeros.
    private struct Key: Sendable, Hashable {
        var bytes: SIMD4<UInt64> = .zero
        var length: UInt8 = 0

        /// Nil for a word that is too long to be kept.
        init?(_ word: ArraySlice<UInt8>) {
            guard word.count <= 32 else { return nil }
            length = UInt8(word.count)
            word.withUnsafeBytes { source in
                withUnsafeMutableBytes(of: &bytes) { $0.copyMemory(from: source) }
            }
        }

        init() {}

        var slot: Int {
            let mixed =
                (bytes[0] ^ bytes[1] &* 0xA24B_AED4_963E_E407 ^ bytes[2] &* 0x9FB2_1C65_1E98_DF25
                    ^ bytes[3] &* 0xD6E8_FEB8_6659_FD93 ^ UInt64(length)) &* 0x9E37_79B9_7F4A_7C15
            return Int(mixed >> 52)
        }
    }

    private static let slotCount = 1 << 12
    /// A word has at most as many tokens as bytes.
    private static let stride = 32
    /// The length of a free slot's word is zero, which no word has.
    private var keys: [Key] = []
    private var counts: [Int] = []
    private var tokens: [Int32] = []

    /// A cache without words, which takes no memory until it gets its first.
    init() {}

    /// Appends the tokens of a word to the result; the closure finds those of a word that is not here.
    mutating func append(
        _ word: ArraySlice<UInt8>,
        to result: inout [Int32],
        merging: (inout [Int32]) -> Void
    ) {
        guard let key = Key(word) else { return merging(&result) }
        if keys.isEmpty { allocate() }
        let slot = key.slot
        let place = slot * Self.stride
        if keys[slot] == key {
            result.append(contentsOf: tokens[place..<place + counts[slot]])
            return
        }
        let start = result.count
        merging(&result)
        keys[slot] = key
        counts[slot] = result.count - start
        for index in start..<result.count { tokens[place + index - start] = result[index] }
    }

    private mutating func allocate() {
        keys = Array(repeating: Key(), count: Self.slotCount)
        counts = Array(repeating: 0, count: Self.slotCount)
        tokens = Array(repeating: 0, count: Self.slotCount * Self.stride)
    }
}
