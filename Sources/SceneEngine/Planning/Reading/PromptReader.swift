import GenerationTypes

/// Turns a prompt into sentences of marks.
struct PromptReader {
    let lexicon: Lexicon

    /// What stands between full stops, each as its marks. Soft breaks are marks; hard ones separate.
    func sentences(of prompt: Prompt) -> [[PromptMark]] {
        let written = PromptTokeniser.tokens(of: prompt).flatMap { lexicon.compoundParts(of: $0) ?? [$0] }
        let languages = languages(of: written)
        let tokens = written.map { corrected($0, languages) }
        var sentences: [[PromptMark]] = [[]]
        var index = 0
        while index < tokens.count {
            if tokens[index].kind == .hardBreak {
                if sentences.last?.isEmpty == false { sentences.append([]) }
                index += 1
            } else {
                let mark = mark(in: tokens, at: index, languages)
                sentences[sentences.count - 1].append(mark)
                index += mark.tokens.count
            }
        }
        return sentences.filter { !$0.isEmpty }
    }

    /// The language whose words are most of the prompt's, English when in doubt; and Japanese if there is any kana, else
    /// Chinese.
    private func languages(of tokens: [PromptToken]) -> [Language] {
        var counts: [Language: Int] = [:]
        for token in tokens where token.kind == .word {
            for language in lexicon.languages[token.text] ?? [] { counts[language, default: 0] += 1 }
        }
        let candidates: [Language] = [.english, .spanish, .german, .french]
        let latin = candidates.reduce(.english) { counts[$1, default: 0] > counts[$0, default: 0] ? $1 : $0 }
        let hasKana = tokens.contains { $0.kind == .character && ("\u{3041}"..."\u{30FF}").contains($0.text) }
        return [latin, hasKana ? .japanese : .chinese]
    }

    /// A word that the lexicon does not have, as the word of the prompt's language that it was meant to be.
    private func corrected(_ token: PromptToken, _ languages: [Language]) -> PromptToken {
        guard token.kind == .word, !lexicon.knows(token.text),
            let word = lexicon.spelling.correction(
                of: token.text,
                where: { !(lexicon.languages[$0]?.isDisjoint(with: languages) ?? true) }
            )
        else { return token }
        return PromptToken(kind: .word, text: word, original: token.original)
    }

    /// The longest phrase that begins at `start`, or that token alone.
    private func mark(in tokens: [PromptToken], at start: Int, _ languages: [Language]) -> PromptMark {
        var best = PromptMark(tokens: [tokens[start]], meanings: [])
        guard tokens[start].kind == .word || tokens[start].kind == .character else { return best }
        var node = 0
        var index = start
        while index < tokens.count, let next = lexicon.nodes[node].next[tokens[index].text] {
            node = next
            index += 1
            let meanings = lexicon.nodes[node].senses.filter { sense in
                (sense.onlyIn.map(languages.contains) ?? true)
                    && (!sense.isWholeClause || isWholeClause(start..<index, of: tokens))
            }
            if !meanings.isEmpty {
                best = PromptMark(tokens: Array(tokens[start..<index]), meanings: meanings.map(\.meaning))
            }
        }
        return best
    }

    private func isWholeClause(_ range: Range<Int>, of tokens: [PromptToken]) -> Bool {
        func isBreak(_ index: Int) -> Bool {
            guard tokens.indices.contains(index) else { return true }
            return tokens[index].kind == .softBreak || tokens[index].kind == .hardBreak
        }
        return isBreak(range.lowerBound - 1) && isBreak(range.upperBound)
    }
}
