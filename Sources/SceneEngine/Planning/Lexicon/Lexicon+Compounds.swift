extension Lexicon {
    /// The two words that a German compound is made of: "Winterabend" is winter and evening. Nil when the lexicon has the
    /// word, or when either part asks for nothing.
    ///
    /// German joins words at will, so a list of them is never complete, and a season inside an unknown word is lost.
    func compoundParts(of token: PromptToken) -> [PromptToken]? {
        let word = token.text
        guard token.kind == .word, word.utf8.count >= 2 * Self.shortestPart, !knows(word) else { return nil }
        for count in stride(from: word.count - Self.shortestPart, through: Self.shortestPart, by: -1) {
            guard let first = effectWord(String(word.prefix(count)), endings: Self.joints),
                let second = effectWord(String(word.dropFirst(count)), endings: Self.inflections)
            else { continue }
            return [first, second].map { PromptToken(kind: .word, text: $0, original: token.original) }
        }
        return nil
    }

    private static let shortestPart = 4
    /// What may stand between the parts ("Frühlingsabend") and after the second ("eines Herbstmorgens").
    private static let joints = ["", "s", "n", "en"]
    private static let inflections = ["", "s", "e", "es", "en", "n"]

    /// `text`, or `text` without one of the endings, when that is a German word for an effect.
    private func effectWord(_ text: String, endings: [String]) -> String? {
        endings.lazy.filter { text.hasSuffix($0) }.map { String(text.dropLast($0.count)) }.first { word in
            word.count >= Self.shortestPart && languages[word]?.contains(.german) == true
                && senses(of: [word]).contains { sense in
                    guard case .effect = sense.meaning else { return false }
                    return sense.onlyIn == nil || sense.onlyIn == .german
                }
        }
    }
}
