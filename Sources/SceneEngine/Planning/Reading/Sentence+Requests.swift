/// What a sentence asks for that the engine cannot do.
///
/// | request | can be done when |
/// |---|---|
/// | `add X` | X names an effect or an element; each X of a list by itself |
/// | `remove X` | X has a remedy: fog, noise, clouds |
/// | `turn X into Y` | Y names an effect |
/// | `make X Y`, `give X Y`, `replace X with Y` | some effect is named |
///
/// Besides: things that no photograph of the user's shows ("a dragon in the sky"), and "without people".
struct UnsupportedRequests {
    private(set) var texts: [String] = []
    /// Marks that tell of what is not there, and so nothing about the photograph.
    private(set) var covered: Set<Int> = []

    private let sentence: Sentence
    private var marks: [PromptMark] { sentence.marks }

    init(of sentence: Sentence) {
        self.sentence = sentence
        var index = 0
        while index < sentence.marks.endIndex {
            let end = request(at: index) ?? index + 1
            index = max(end, index + 1)
        }
        findWithoutVerb()
    }

    private mutating func request(at index: Int) -> Int? {
        let mark = marks[index]
        if mark.has(.removeAfter) || (mark.has(.add) && isLast(index)), mark.polarity == .wanted {
            requestBefore(index)
            return nil
        }
        if mark.has(.becomes), mark.polarity == .wanted {
            let start = sentence.segmentStart(before: index)
            change(start..<sentence.requestEnd(from: index), verb: start - 1, joint: index)
            return sentence.requestEnd(from: index)
        }
        guard mark.isRequest, !mark.has(.keep), mark.polarity == .wanted, !mark.isHit, sentence.isClauseStart(index)
        else { return nil }
        let end = sentence.requestEnd(from: index)
        let object = (index + 1)..<end
        if mark.has(.add) {
            addition(object)
        } else if mark.hasAny(.remove, .less) {
            removal(object, verb: mark.quote)
        } else if mark.hasAny(.change, .make),
            let joint = sentence.changeJoint(after: index), joint < end
        {
            change(object, verb: index, joint: joint)
        } else if !isPossible(index..<end) {
            report(index..<end)
        }
        return end
    }

    /// Whether only words without weight follow in the clause: "ドラゴンを追加して", "einen Drachen hinzufügen".
    private func isLast(_ index: Int) -> Bool {
        index > 0 && marks[(index + 1)..<sentence.segmentEnd(from: index)].allSatisfy(\.isWeightless)
            && sentence.segmentStart(before: index) < index
    }

    private mutating func requestBefore(_ index: Int) {
        let object = sentence.segmentStart(before: index)..<index
        guard !isPossible(object), marks[object].contains(where: { !$0.isWeightless }) else { return }
        if marks[index].has(.add) { addition(object) } else { report(object.lowerBound..<index + 1) }
    }

    // MARK: - Kinds of request

    private mutating func addition(_ object: Range<Int>) {
        for phrase in nounPhrases(in: object) where !isPossible(phrase) {
            if marks[phrase].contains(where: { $0.isNoun || $0.isUnknown }) { report(phrase) }
        }
    }

    private mutating func removal(_ object: Range<Int>, verb: String) {
        for phrase in nounPhrases(in: object) {
            let hasRemedy = marks[phrase].contains { mark in
                mark.polarity == .reduced && mark.isHit || !mark.remedies.isEmpty
                    || mark.effects.contains { sentence.lexicon.entry($0.name)?.opposite != nil }
            }
            let hasWeight = marks[phrase].contains { !$0.isWeightless && !$0.has(.at) }
            if !hasRemedy, hasWeight { report(phrase, verb: verb) }
        }
    }

    private mutating func change(_ object: Range<Int>, verb: Int, joint: Int) {
        let target = joint..<object.upperBound
        let source = object.lowerBound..<joint
        if isPossible(target) { return }
        guard marks[(joint + 1)..<object.upperBound].contains(where: { !$0.isWeightless }) else { return }
        if marks[source].allSatisfy(\.isWeightless) {
            if let phrase = nounPhrases(in: (joint + 1)..<object.upperBound).first { report(phrase) }
        } else {
            report(max(0, verb)..<object.upperBound)
        }
    }

    // MARK: - Without a verb

    private mutating func findWithoutVerb() {
        for index in marks.indices where !covered.contains(index) {
            let mark = marks[index]
            if mark.isImpossible, mark.polarity == .wanted, !isElement(near: index) {
                report(index..<index + 1)
            } else if mark.polarity == .negated, !mark.scenes.isEmpty, !mark.isHit, isNamedByNegation(index) {
                report(index..<index + 1, verb: "remove")
            }
        }
    }

    /// "without people": nothing but articles and the rest of a list stands between the negation and the noun.
    private func isNamedByNegation(_ index: Int) -> Bool {
        for position in marks.indices[..<index].suffix(Sentence.reach).reversed() {
            let mark = marks[position]
            // "不要" forbids a deed as well: a noun must follow at once.
            if mark.has(.without) { return !mark.has(.not) || position == index - 1 }
            if mark.hasAny(.at, .covering, .not) || mark.isRequest { return false }
            if marks[position + 1].hasAny(.or, .and) || mark.isBreak || mark.hasAny(.or, .and) { continue }
            guard mark.hasAny(.article, .filler) || mark.isUnknown else { return false }
        }
        return marks[index].polarity == .negated
            && marks[sentence.segmentStart(before: index)..<sentence.segmentEnd(from: index)]
                .contains { $0.has(.withoutAfter) }
    }

    private func isElement(near index: Int) -> Bool {
        marks[sentence.segmentStart(before: index)..<sentence.segmentEnd(from: index)].contains { $0.element != nil }
    }

    // MARK: - Parts

    /// What is listed in a range, without what prepositions lead in: "a dragon", "heavy snow" in "a dragon over the
    /// house and heavy snow".
    private func nounPhrases(in range: Range<Int>) -> [Range<Int>] {
        var phrases: [Range<Int>] = []
        // "elimina a las personas": what stands before the first word of weight leads in nothing.
        let first = marks[range].firstIndex { !($0.isWeightless || $0.has(.into)) || $0.isHit } ?? range.lowerBound
        var start: Int? = first
        var followsPreposition = false
        for index in first..<range.upperBound {
            let mark = marks[index]
            let isPreposition = (mark.hasAny(.at, .with, .into, .from, .covering) || mark.has(.atAfter)) && !mark.isHit
            guard isPreposition || mark.hasAny(.and, .or) else { continue }
            if let begin = start, begin < index { phrases.append(begin..<index) }
            start = isPreposition ? nil : index + 1
            followsPreposition = followsPreposition || isPreposition
        }
        if let begin = start, begin < range.upperBound { phrases.append(begin..<range.upperBound) }
        guard followsPreposition else { return phrases }
        // "on the roofs and the ground": more places, not more things.
        return phrases.enumerated().filter { offset, phrase in
            offset == 0 || !marks[phrase].allSatisfy { $0.isWeightless || !$0.places.isEmpty }
        }.map(\.element)
    }

    private func isPossible(_ range: Range<Int>) -> Bool {
        marks[range].contains { mark in
            mark.element != nil || mark.meanings.contains(.photographic)
                || (!mark.effects.isEmpty && mark.polarity != .source)
                || (!mark.remedies.isEmpty && mark.polarity != .wanted)
        } || sentence.colouredNoun(in: range) != nil
    }

    private mutating func report(_ range: Range<Int>, verb: String? = nil) {
        let words = range.filter { index in
            covered.insert(index)
            let mark = marks[index]
            return !mark.isBreak && (!mark.has(.article) || mark.isNoun || mark.isHit)
        }
        var text = words.reduce(into: verb ?? "") { text, index in
            let quote = marks[index].quote
            if !text.isEmpty, marks[index].tokens.first?.kind == .word || text == verb { text += " " }
            text += quote
        }
        if text.count > 80 { text = text.prefix(79) + "…" }
        if !text.isEmpty, text != verb, !texts.contains(text) { texts.append(text) }
    }
}

extension Sentence {
    /// The effect of a noun and a colour that do not stand beside each other: "make the sky pink" is a pink sky.
    func colouredNoun(in range: Range<Int>) -> Lexicon.Sense? {
        for noun in range where !marks[noun].places.isEmpty {
            for colour in range.filter({ $0 > noun }).prefix(4) where !marks[colour].isNoun {
                let words = marks[colour].tokens + marks[noun].tokens
                let senses = lexicon.senses(of: words.map(\.text)).filter { $0.onlyIn == nil }
                for sense in senses { if case .effect = sense.meaning { return sense } }
            }
        }
        return nil
    }

    /// Mentions by such pairs, within requests to make something so.
    func colouredMentions() -> [Mention] {
        indices.compactMap { index in
            guard marks[index].hasAny(.make, .change), marks[index].polarity == .wanted, isClauseStart(index) else {
                return nil
            }
            let range = (index + 1)..<requestEnd(from: index)
            guard case .effect(let name, let strength)? = colouredNoun(in: range)?.meaning else { return nil }
            return Mention(effect: name, strength: strength, polarity: .wanted, index: index)
        }
    }
}
