import GenerationTypes

/// One piece of a prompt: a word, a Chinese or Japanese character, a break, or a mention of an element.
struct PromptToken: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// A run of letters and digits.
        case word
        /// One character of a script that is written without spaces.
        case character
        /// A comma and the like: the thought may go on.
        case softBreak
        /// The end of a sentence or line.
        case hardBreak
        case element(Int)
    }

    let kind: Kind
    /// Folded, for comparing.
    let text: String
    /// As written.
    let original: String
}

/// Cuts a prompt into tokens, in one pass.
struct PromptTokeniser {
    private var tokens: [PromptToken] = []
    private var folded = ""
    private var original = ""

    static func tokens(of prompt: Prompt) -> [PromptToken] {
        var tokeniser = PromptTokeniser()
        var position = prompt.text.startIndex
        for reference in prompt.elementReferences where reference.number > 0 {
            tokeniser.take(prompt.text[position..<reference.range.lowerBound])
            tokeniser.append(.element(reference.number), String(prompt.text[reference.range]))
            position = reference.range.upperBound
        }
        tokeniser.take(prompt.text[position...])
        return tokeniser.tokens
    }

    /// The tokens of a text in which no elements are named.
    static func tokens(of text: some StringProtocol) -> [PromptToken] {
        var tokeniser = PromptTokeniser()
        tokeniser.take(text)
        return tokeniser.tokens
    }

    private mutating func take(_ text: some StringProtocol) {
        var scalars = text.unicodeScalars.makeIterator()
        var scalar = scalars.next()
        while let current = scalar {
            scalar = scalars.next()
            take(current, next: scalar)
        }
        finishWord()
    }

    private mutating func take(_ scalar: Unicode.Scalar, next: Unicode.Scalar?) {
        let units = PromptFolding.fold(scalar)
        for unit in units {
            switch unit {
            case "a"..."z", "0"..."9": folded.unicodeScalars.append(unit)
            case "'": takeApostrophe(next: next)
            case "&": appendSeparately(.word, "and", scalar)
            case ".", "!", "?", ";", ":", "\n", "\r", "。", "…", "\u{2028}", "\u{2029}":
                // A point between digits belongs to the number.
                if unit == ".", let next, next.properties.numericType != nil, !folded.isEmpty { break }
                appendSeparately(.hardBreak, String(unit), scalar)
            case ",", "、", "/", "|", "(", ")", "[", "]", "{", "}", "+", "–", "—", "•", "・", "「", "」", "*", "~":
                appendSeparately(.softBreak, String(unit), scalar)
            case "-" where next == " " && folded.isEmpty: appendSeparately(.softBreak, "-", scalar)
            default: takeOther(unit)
            }
        }
        if !folded.isEmpty && !units.isEmpty { original.unicodeScalars.append(scalar) }
    }

    private mutating func takeOther(_ unit: Unicode.Scalar) {
        if isWrittenWithoutSpaces(unit) {
            appendSeparately(.character, String(unit), unit)
        } else if unit.properties.isAlphabetic {
            folded.unicodeScalars.append(unit)
        } else {
            finishWord()
        }
    }

    /// "don't" and "tree's" are one word, "d'hiver" is two.
    private mutating func takeApostrophe(next: Unicode.Scalar?) {
        guard let next, next.properties.isAlphabetic, !folded.isEmpty else { return finishWord() }
        if folded.unicodeScalars.count == 1 || folded == "qu" { finishWord() }
    }

    private mutating func appendSeparately(_ kind: PromptToken.Kind, _ text: String, _ scalar: Unicode.Scalar) {
        finishWord()
        tokens.append(PromptToken(kind: kind, text: text, original: String(scalar)))
    }

    private mutating func append(_ kind: PromptToken.Kind, _ text: String) {
        tokens.append(PromptToken(kind: kind, text: text, original: text))
    }

    private mutating func finishWord() {
        defer {
            folded = ""
            original = ""
        }
        guard !folded.isEmpty else { return }
        tokens.append(PromptToken(kind: .word, text: folded, original: original.lowercased()))
    }
}

private func isWrittenWithoutSpaces(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Kana with its long-vowel mark, ideographs and their extensions.
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x30FC...0x30FE, 0x3005...0x3007: true
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF: true
    default: false
    }
}
