/// Finds the word that a misspelt one was meant to be: one letter too many, one missing, one wrong, or two swapped.
///
/// Words are filed under themselves and under each spelling with one letter left out; two words that differ by one
/// mistake share such a spelling. So a look-up costs as many steps as the word has letters.
struct SpellingTable: Sendable {
    /// Shorter words are too near to other words; longer ones are not words.
    static let lengths = 5...24

    /// Gathers the words worth correcting to.
    struct Collector {
        private(set) var words: Set<String> = []

        mutating func collect(_ word: String) {
            if lengths.contains(word.utf8.count), word.utf8.allSatisfy((UInt8(ascii: "a")...UInt8(ascii: "z")).contains)
            {
                words.insert(word)
            }
        }
    }

    private var candidates: [String: [String]] = [:]

    init(words: Set<String>) {
        for word in words.sorted() {
            for key in Self.keys(of: word) { candidates[key, default: []].append(word) }
        }
    }

    /// The word meant among the allowed ones, or nil. Ordinary words are no mistakes ("story" is not "storm"), and people
    /// rarely get the first letter wrong.
    func correction(of word: String, where isAllowed: (String) -> Bool) -> String? {
        guard Self.lengths.contains(word.utf8.count), !OrdinaryWords.all.contains(word) else { return nil }
        var best: String?
        for key in Self.keys(of: word) {
            for candidate in candidates[key] ?? []
            where isAllowed(candidate) && Self.isOneMistake(from: word, to: candidate) {
                if best.map({ candidate < $0 }) ?? true { best = candidate }
            }
        }
        return best
    }

    private static func keys(of word: String) -> Set<String> {
        let letters = Array(word.utf8)
        var keys: Set = [word]
        for index in letters.indices {
            var shorter = letters
            shorter.remove(at: index)
            keys.insert(String(decoding: shorter, as: UTF8.self))
        }
        return keys
    }

    private static func isOneMistake(from typed: String, to meant: String) -> Bool {
        let left = Array(typed.utf8)
        let right = Array(meant.utf8)
        let start = zip(left, right).prefix { $0 == $1 }.count
        let leftRest = left.dropFirst(start)
        let rightRest = right.dropFirst(start)
        if leftRest.dropFirst().elementsEqual(rightRest.dropFirst()) { return start > 0 }
        if leftRest.dropFirst().elementsEqual(rightRest) || leftRest.elementsEqual(rightRest.dropFirst()) {
            return start > 0
        }
        let isSwap =
            leftRest.count >= 2 && rightRest.count >= 2
            && leftRest.prefix(2).reversed().elementsEqual(rightRest.prefix(2))
        return isSwap && leftRest.dropFirst(2).elementsEqual(rightRest.dropFirst(2))
    }
}
