import GenerationTypes

/// Everything that a prompt says, before its wishes are weighed against each other.
struct PromptReading {
    private(set) var mentions: [Mention] = []
    private(set) var suppressed: [EffectName] = []
    private(set) var preserved: [Place] = []
    private(set) var priors = ScenePriors()
    private(set) var elements: [ElementMention] = []
    private(set) var unsupported: [String] = []
    private(set) var isPhotographic = false
    /// Things that shall stay and that no mask tells apart: "the car" of "keep the car red".
    private(set) var unkeepable: [String] = []
    /// Clauses of which no word was known.
    private(set) var notUnderstood: [String] = []

    init(_ prompt: Prompt, lexicon: Lexicon) {
        for marks in PromptReader(lexicon: lexicon).sentences(of: prompt) { add(Sentence(marks, lexicon)) }
        suppressed = unique(suppressed)
        preserved = unique(preserved)
        unsupported = unique(unsupported)
    }

    private mutating func add(_ sentence: Sentence) {
        var found = sentence.mentions() + sentence.colouredMentions()
        sentence.locate(&found)
        let requests = UnsupportedRequests(of: sentence)
        mentions += found
        unsupported += requests.texts
        elements += sentence.elementMentions()
        for (index, mark) in sentence.marks.enumerated() {
            suppressed += mark.suppressions
            if mark.polarity == .kept {
                preserved += mark.places
                if mark.isThingWithoutPlace { unkeepable.append(mark.quote) }
            }
            if mark.meanings.contains(.photographic), mark.polarity == .wanted { isPhotographic = true }
            if !requests.covered.contains(index), mark.polarity != .negated {
                mark.scenes.forEach { priors.raise($0, to: 1) }
            }
        }
        notUnderstood += unknownClauses(of: sentence, except: requests.covered)
    }

    private func unknownClauses(of sentence: Sentence, except covered: Set<Int>) -> [String] {
        sentence.marks.indices.split { sentence.marks[$0].isBreak }.compactMap { clause in
            let isUnknown = clause.contains { sentence.marks[$0].isUnknown && sentence.marks[$0].quote.count > 1 }
            let isSilent = clause.allSatisfy { index in
                let mark = sentence.marks[index]
                return !covered.contains(index) && (mark.isUnknown || mark.isWeightless || mark.intensity != nil)
            }
            guard isUnknown, isSilent else { return nil }
            let text = clause.map { sentence.marks[$0].quote }.joined(separator: " ")
            return text.count > 60 ? text.prefix(59) + "…" : text
        }
    }
}

extension ScenePriors {
    mutating func raise(_ kind: Scenery, to value: Double) {
        switch kind {
        case .water: water = max(water, value)
        case .sky: sky = max(sky, value)
        case .vegetation: vegetation = max(vegetation, value)
        case .building: building = max(building, value)
        case .person: person = max(person, value)
        case .animal: animal = max(animal, value)
        case .other: break
        }
    }
}
