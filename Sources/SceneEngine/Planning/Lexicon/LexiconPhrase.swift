/// One phrase as the lexicon writes it.
struct LexiconPhrase {
    let language: Language
    /// Counts only in a prompt of its language. So does every single character: Chinese and Japanese share many of
    /// them, with other meanings.
    let isStrict: Bool
    let isWholeClause: Bool
    let strength: Double?
    /// Every spelling that is meant, each as the tokens that a prompt is cut into.
    let spellings: [[String]]

    init(_ notation: some StringProtocol, _ language: Language) {
        var text = notation.drop { $0 == " " }
        let isMarked = text.first == "!"
        if isMarked { text.removeFirst() }
        let parts = text.split(separator: "=", maxSplits: 1)
        strength = parts.count == 2 ? Double(parts[1]) : nil
        var phrase = String(parts.first ?? "")
        isWholeClause = phrase.hasPrefix("|")
        phrase.removeAll { $0 == "|" }
        self.language = language
        isStrict = isMarked || (phrase.count == 1 && (language == .chinese || language == .japanese))
        let words = phrase.split(separator: " ").map { Self.forms(of: $0, language) }
        spellings = Self.combinations(words).map { words in
            PromptTokeniser.tokens(of: words.joined(separator: " ")).map(\.text)
        }
    }

    private static func combinations(_ words: [[String]]) -> [[String]] {
        words.reduce([[]]) { phrases, forms in phrases.flatMap { phrase in forms.map { phrase + [$0] } } }
    }

    /// The forms that `~` stands for: plurals in English, endings of adjectives elsewhere.
    private static func forms(of word: Substring, _ language: Language) -> [String] {
        guard word.hasSuffix("~") else { return [String(word)] }
        let stem = String(word.dropLast())
        switch language {
        case .english: return [stem, stem + (stem.hasSuffix("ch") || stem.hasSuffix("sh") ? "es" : "s")]
        case .german: return ["", "e", "en", "er", "es", "em", "n", "s"].map { stem + $0 }
        case .spanish:
            guard stem.hasSuffix("o") else { return [stem, stem + "s", stem + "es"] }
            return ["o", "a", "os", "as"].map { stem.dropLast() + $0 }
        case .french: return ["", "e", "s", "es"].map { stem + $0 }
        case .chinese, .japanese: return [stem]
        }
    }
}
