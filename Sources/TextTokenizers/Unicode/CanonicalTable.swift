/// Canonical mappings and combining classes, limited to Unicode 9.0.
struct CanonicalTable: Sendable {
    /// A scalar's mapping; a mapping to a single scalar has nil second.
    private var decompositions: [UInt32: (first: UInt32, second: UInt32?)] = [:]
    /// The scalar of a pair, by the pair in one number.
    private var compositions: [UInt64: UInt32] = [:]
    /// Scalars that some pair ends with.
    private var seconds: Set<UInt32> = []

    init() {
        var value: UInt32 = 0
        for entry in CanonicalMappings.text.split(separator: " ") {
            if entry.hasPrefix("@") {
                value = UInt32(entry.dropFirst(), radix: 16) ?? 0
                continue
            }
            if Self.isKnown(value) { insert(entry, for: value) }
            value += 1
        }
    }

    private mutating func insert(_ entry: Substring, for value: UInt32) {
        let isExcluded = entry.hasPrefix("!")
        let parts = entry.drop { $0 == "!" }.split(separator: "+").compactMap { UInt32($0, radix: 16) }
        guard let first = parts.first else { return }
        let second = parts.count > 1 ? parts[1] : nil
        decompositions[value] = (first, second)
        if let second, !isExcluded {
            compositions[UInt64(first) << 32 | UInt64(second)] = value
            seconds.insert(second)
        }
    }

    private static func isKnown(_ value: UInt32) -> Bool {
        Unicode.Scalar(value)?.isAssigned(inUnicode: 9) ?? false
    }

    func combiningClass(_ value: UInt32) -> UInt8 {
        guard value >= 0x300, let scalar = Unicode.Scalar(value) else { return 0 }
        let combining = scalar.properties.canonicalCombiningClass.rawValue
        return combining != 0 && scalar.isAssigned(inUnicode: 9) ? combining : 0
    }

    /// Whether a scalar stays as it is and starts anew, whatever is around it.
    func isSettled(_ value: UInt32) -> Bool {
        guard value >= 0x300 else { return true }
        if seconds.contains(value) || Hangul.isVowelOrTail(value) || combiningClass(value) != 0 { return false }
        guard let (first, second) = decompositions[value] else { return true }
        return second.map { compositions[UInt64(first) << 32 | UInt64($0)] == value } ?? false
    }

    /// Takes a scalar apart completely.
    func decompose(_ value: UInt32, _ emit: (UInt32) -> Void) {
        if Hangul.isSyllable(value) { return Hangul.decompose(value, emit) }
        guard let (first, second) = decompositions[value] else { return emit(value) }
        decompose(first, emit)
        if let second { decompose(second, emit) }
    }

    /// The scalar that a pair makes, if it makes one.
    func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
        Hangul.composition(first, second) ?? compositions[UInt64(first) << 32 | UInt64(second)]
    }
}

/// The arithmetic of Hangul syllables (The Unicode Standard, section 3.12).
private enum Hangul {
    private static let (syllables, leads, vowels, tails) = (
        UInt32(0xAC00), UInt32(0x1100), UInt32(0x1161), UInt32(0x11A7)
    )
    private static let (leadCount, vowelCount, tailCount) = (UInt32(19), UInt32(21), UInt32(28))
    private static let syllableCount = leadCount * vowelCount * tailCount

    static func isSyllable(_ value: UInt32) -> Bool { value >= syllables && value < syllables + syllableCount }

    static func isVowelOrTail(_ value: UInt32) -> Bool {
        value >= vowels && value < vowels + vowelCount || value > tails && value < tails + tailCount
    }

    static func decompose(_ value: UInt32, _ emit: (UInt32) -> Void) {
        let index = value - syllables
        emit(leads + index / (vowelCount * tailCount))
        emit(vowels + index / tailCount % vowelCount)
        if index % tailCount != 0 { emit(tails + index % tailCount) }
    }

    static func composition(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if first >= leads, first < leads + leadCount, second >= vowels, second < vowels + vowelCount {
            return syllables + ((first - leads) * vowelCount + second - vowels) * tailCount
        }
        if isSyllable(first), (first - syllables) % tailCount == 0, second > tails, second < tails + tailCount {
            return first + second - tails
        }
        return nil
    }
}
