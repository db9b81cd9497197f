/// Which effects a sentence names, and how strong.
extension Sentence {
    func mentions() -> [Mention] {
        indices.flatMap { index -> [Mention] in
            let mark = marks[index]
            guard mark.isHit, !isModifierOnly(index) else { return [] }
            let factor = intensity(around: index)
            let wanted = mark.effects.map { effect in
                let isOverdone = factor.isNotTooMuch && [.look, .mood].contains(lexicon.group(effect.name))
                return Mention(
                    effect: effect.name,
                    strength: (effect.strength * factor.value).clamped(to: 0.05...1),
                    polarity: isOverdone && mark.polarity == .wanted ? .negated : mark.polarity,
                    index: index
                )
            }
            return wanted + remedies(of: mark, index)
        }
    }

    /// "noise" asks for nothing, "remove noise" for its remedy.
    private func remedies(of mark: PromptMark, _ index: Int) -> [Mention] {
        guard [.negated, .removed, .reduced].contains(mark.polarity) else { return [] }
        return mark.remedies.map { remedy in
            Mention(effect: remedy, strength: lexicon.entry(remedy)?.strength ?? 0.8, polarity: .wanted, index: index)
        }
    }

    /// "bright" in "bright stars" says how the stars are, not how the picture is.
    private func isModifierOnly(_ index: Int) -> Bool {
        guard marks[index].intensity != nil, !marks[index].effects.isEmpty, index + 1 < marks.endIndex else {
            return false
        }
        return groups(marks[index + 1]).contains { $0.isThing || $0 == .time }
    }

    private func intensity(around index: Int) -> (value: Double, isNotTooMuch: Bool) {
        var low = 1.0
        var high = 1.0
        var isNotTooMuch = false
        for position in modifiers(before: index) + modifiers(after: index) {
            guard let factor = marks[position].intensity?.factor else { continue }
            if factor < 1 { low = min(low, factor) } else { high = min(2, high * factor) }
            if marks[position].has(.notToo) { isNotTooMuch = true }
        }
        return (low < 1 ? low : high, isNotTooMuch)
    }

    /// The words of intensity that lead to the mark at `index`, across at most two words that say nothing about it.
    private func modifiers(before index: Int) -> [Int] {
        var found: [Int] = []
        var strangers = 0
        for position in marks.indices[..<index].suffix(10).reversed() {
            let mark = marks[position]
            if mark.isBreak { break }
            if mark.intensity != nil, mark.effects.isEmpty || isModifierOnly(position) || position == index - 1 {
                found.append(position)
                if mark.has(.covering) { break }
            } else if mark.has(.and), position > 0, marks[position - 1].intensity != nil {
                continue
            } else if mark.hasAny(.and, .or, .with, .at, .into, .but, .not, .without) || mark.isRequest || mark.isNoun {
                break
            } else if !mark.effects.isEmpty, !groups(mark).allSatisfy({ $0 == .look || $0 == .mood }) {
                break
            } else {
                strangers += 1
                if strangers > 2 { break }
            }
        }
        return found
    }

    /// The adverbs that follow the mark at `index`, perhaps after a comma: "aurora, barely visible".
    private func modifiers(after index: Int) -> [Int] {
        var found: [Int] = []
        var strangers = 0
        var position = index + 1
        if position < marks.endIndex, marks[position].isBreak {
            let clause =
                (position + 1)..<(position + 1 < marks.endIndex ? segmentEnd(from: position + 1) : position + 1)
            let isAdverbial = marks[clause].allSatisfy {
                $0.intensity?.side == .both || $0.isUnknown || $0.isWeightless
            }
            guard isAdverbial, marks[clause].first?.intensity != nil else { return [] }
            position += 1
        }
        while position < marks.endIndex {
            let mark = marks[position]
            let next = position + 1 < marks.endIndex ? marks[position + 1] : nil
            if mark.isBreak || mark.isHit { break }
            if let intensity = mark.intensity {
                guard intensity.side == .both, !leadsOn(next), !mark.has(.covering) || intensity.factor > 1 else {
                    break
                }
                found.append(position)
                if mark.has(.covering) { break }
            } else if mark.hasAny(.and, .or), next?.intensity != nil, mark.tokens.first?.kind == .character {
                // "霧も少し"
                position += 1
                continue
            } else if mark.hasAny(.and, .or, .with, .at, .into, .but, .not, .without, .covering) || mark.isRequest {
                break
            } else if mark.isNoun, !mark.tokens.contains(where: { $0.kind == .character }) {
                break
            } else {
                strangers += 1
                if strangers > 2 { break }
            }
            position += 1
        }
        return found
    }

    /// Whether an adverb belongs to what follows: "fog heavily snowing".
    private func leadsOn(_ next: PromptMark?) -> Bool {
        guard let next else { return false }
        return next.isHit
    }
}

extension Comparable {
    func clamped(to range: ClosedRange<Self>) -> Self { min(max(self, range.lowerBound), range.upperBound) }
}
