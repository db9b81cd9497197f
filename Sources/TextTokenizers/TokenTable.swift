/// The contents of all tokens, by identifier and the other way round.
///
/// Contents are compared byte by byte: strings that are canonically equivalent are equal in Swift, but are different tokens.
struct TokenTable: Sendable {
    /// All contents, one after another.
    private var bytes: [UInt8] = []
    /// Where the content of each identifier is; empty where there is no token.
    private var ranges: [Range<Int32>] = []
    /// Identifiers at the places that their contents' hashes choose; -1 where there is none.
    private var slots: [Int32] = Array(repeating: -1, count: 1 << 10)
    /// How many tokens there are.
    private(set) var count = 0
    /// Larger identifiers would cost memory for nothing: the largest vocabularies have a quarter of a million tokens.
    static let largestIdentifier = 1 << 23

    /// One more than the largest identifier.
    var identifierCount: Int { ranges.count }

    /// Adds a token; false, and no change, when its identifier or its content is taken already.
    mutating func insert(_ content: [UInt8], id: Int32) -> Bool {
        guard !content.isEmpty, self.content(id) == nil else { return false }
        if count * 3 / 2 >= slots.count { grow() }
        let slot = slot(of: content)
        guard slots[slot] < 0 else { return false }
        slots[slot] = id
        while ranges.count <= Int(id) { ranges.append(0..<0) }
        ranges[Int(id)] = Int32(bytes.count)..<Int32(bytes.count + content.count)
        bytes.append(contentsOf: content)
        count += 1
        return true
    }

    func id(of content: some Collection<UInt8>) -> Int32? {
        let id = slots[slot(of: content)]
        return id < 0 ? nil : id
    }

    func content(_ id: Int32) -> ArraySlice<UInt8>? {
        guard id >= 0, id < ranges.count, !ranges[Int(id)].isEmpty else { return nil }
        let range = ranges[Int(id)]
        return bytes[Int(range.lowerBound)..<Int(range.upperBound)]
    }

    /// The content's slot, or the free one where it belongs.
    private func slot(of content: some Collection<UInt8>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in content { hash = (hash ^ UInt64(byte)) &* 0x0100_0000_01B3 }  // FNV-1a
        var slot = Int(truncatingIfNeeded: (hash ^ hash >> 32) & UInt64(slots.count - 1))
        while slots[slot] >= 0, let other = self.content(slots[slot]), !other.elementsEqual(content) {
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
    }

    private mutating func grow() {
        let identifiers = slots.filter { $0 >= 0 }
        slots = Array(repeating: -1, count: slots.count * 2)
        for id in identifiers {
            if let content = content(id) { slots[slot(of: content)] = id }
        }
    }
}
