/// Which pairs of tokens merge, how early, and into what.
struct MergeTable: Sendable {
    struct Merge: Sendable, Hashable {
        /// A lower rank merges earlier.
        var rank: Int32
        var result: Int32
    }

    private var keys: [UInt64]
    private var merges: [Merge]
    /// As many bits of the hash as the number of slots needs.
    private let shift: UInt64
    /// No pair of valid identifiers: both halves would be -1.
    private static let empty = UInt64.max

    init(capacity: Int) {
        var bits: UInt64 = 4
        while 1 << bits < capacity * 3 / 2 { bits += 1 }
        shift = 64 - bits
        keys = Array(repeating: Self.empty, count: 1 << bits)
        merges = Array(repeating: Merge(rank: 0, result: 0), count: 1 << bits)
    }

    /// The merge of a pair, if there is one.
    @inline(__always)
    func merge(_ first: Int32, _ second: Int32) -> Merge? {
        let key = Self.key(first, second)
        let slot = slot(of: key)
        return keys[slot] == key ? merges[slot] : nil
    }

    /// A pair that is named twice has its last rank, as in the reference.
    mutating func insert(_ first: Int32, _ second: Int32, _ merge: Merge) {
        let key = Self.key(first, second)
        let slot = slot(of: key)
        (keys[slot], merges[slot]) = (key, merge)
    }

    private static func key(_ first: Int32, _ second: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
    }

    /// The pair's slot, or the free one where it belongs. A third of the slots is free, so the search ends.
    @inline(__always)
    private func slot(of key: UInt64) -> Int {
        // The golden ratio's multiples are spread evenly, and both halves of a pair reach the product's upper bits.
        let mixed = (key ^ key >> 32) &* 0x9E37_79B9_7F4A_7C15
        var slot = Int(mixed >> shift)
        while keys[slot] != key, keys[slot] != Self.empty { slot = (slot + 1) & (keys.count - 1) }
        return slot
    }
}
