extension Lexicon {
    /// Reads sections of data. The data is part of the program: a fault in it is a programming error.
    init(sections: [String]) {
        let lines = sections.joined(separator: "\n").split(separator: "\n").map {
            $0.split(separator: " ", maxSplits: 1).map(String.init)
        }
        // All effects before all phrases: a phrase may combine effects that come later.
        for line in lines where line.count == 2 && line[0] == "effect" { define(EffectEntry(heading: line[1])) }
        var meanings: [Meaning] = []
        var collector = SpellingTable.Collector()
        for line in lines {
            if line.count == 2, let language = Language(rawValue: line[0]) {
                for phrase in line[1].split(separator: ",") {
                    insert(LexiconPhrase(phrase, language), meaning: meanings, collector: &collector)
                }
            } else if let heading = line.first {
                meanings = self.meanings(heading: heading, line.count == 2 ? line[1] : "")
            }
        }
        spelling = SpellingTable(words: collector.words)
    }

    private mutating func define(_ entry: EffectEntry) {
        precondition(positions[entry.name] == nil, "\(entry.name) has two entries in the lexicon")
        positions[entry.name] = effects.count
        effects.append(entry)
    }

    /// What the phrases under a heading mean.
    private func meanings(heading: String, _ rest: String) -> [Meaning] {
        let arguments = rest.split(separator: " ").map(String.init)
        switch (heading, arguments.first) {
        case ("effect", let name?): if let meaning = effect(name) { return [meaning] }
        case ("words", let names?): return combination(names)
        case ("flaw", _) where arguments.count == 2: return [.flaw(remedy: EffectName(rawValue: arguments[1]))]
        case ("place", let name?):
            if let place = Place(name) {
                return [.place(place)] + arguments.dropFirst().compactMap(Scenery.init).map(Meaning.scene)
            }
        case ("scene", nil): return [.scene(.other)]
        case ("scene", let name?): if let kind = Scenery(rawValue: name) { return [.scene(kind)] }
        case ("low", let factor?), ("high", let factor?):
            if let factor = Double(factor), let side = arguments.last.flatMap(IntensitySide.init) {
                return [.intensity(factor, side: side)]
            }
        case ("role", let name?): if let role = Role(rawValue: name) { return [.role(role)] }
        case ("impossible", nil): return [.impossible]
        case ("photographic", nil): return [.photographic]
        case ("colour", nil): return [.colour]
        default: break
        }
        preconditionFailure("not a heading of the lexicon: \(heading) \(rest)")
    }

    private func effect(_ name: some StringProtocol) -> Meaning? {
        entry(EffectName(rawValue: String(name))).map { .effect($0.name, strength: $0.strength) }
    }

    /// `storm+lightning` is both; `wet-rain` is wet, and no rain; `-snow` is no snow.
    private func combination(_ text: String) -> [Meaning] {
        text.split(separator: "+").flatMap { part -> [Meaning] in
            if let meaning = effect(part) { return [meaning] }
            let names = part.split(separator: "-", maxSplits: 1)
            if names.count == 1, part.hasPrefix("-") { return [.suppression(EffectName(rawValue: String(names[0])))] }
            guard names.count == 2, let meaning = effect(names[0]) else {
                preconditionFailure("not an effect of the lexicon: \(part)")
            }
            return [meaning, .suppression(EffectName(rawValue: String(names[1])))]
        }
    }

    private mutating func insert(
        _ phrase: LexiconPhrase,
        meaning meanings: [Meaning],
        collector: inout SpellingTable.Collector
    ) {
        for words in phrase.spellings {
            var node = 0
            for word in words {
                languages[word, default: []].insert(phrase.language)
                if let next = nodes[node].next[word] {
                    node = next
                } else {
                    nodes.append(Node())
                    nodes[node].next[word] = nodes.count - 1
                    node = nodes.count - 1
                }
            }
            for meaning in meanings {
                let sense = Sense(
                    meaning: meaning.withStrength(phrase.strength),
                    onlyIn: phrase.isStrict ? phrase.language : nil,
                    isWholeClause: phrase.isWholeClause
                )
                if !nodes[node].senses.contains(sense) { nodes[node].senses.append(sense) }
                if case .effect = meaning { words.forEach { collector.collect($0) } }
            }
        }
    }
}

extension Meaning {
    fileprivate func withStrength(_ strength: Double?) -> Meaning {
        guard let strength, case .effect(let name, _) = self else { return self }
        return .effect(name, strength: strength)
    }
}

extension EffectEntry {
    /// `NAME GROUP STRENGTH` and its attributes.
    fileprivate init(heading: String) {
        let fields = heading.split(separator: " ").map(String.init)
        guard fields.count >= 3, let group = EffectGroup(rawValue: fields[1]), let strength = Double(fields[2]) else {
            preconditionFailure("not a definition of an effect: \(heading)")
        }
        self.init(
            name: EffectName(rawValue: fields[0]),
            group: group,
            strength: strength,
            confinement: group.confinement
        )
        var attributes = fields.dropFirst(3)
        while let attribute = attributes.popFirst() {
            switch attribute {
            case "implies":
                guard let name = attributes.popFirst(), let share = attributes.popFirst().flatMap(Double.init) else {
                    break
                }
                implications.append(Implication(effect: EffectName(rawValue: name), share: share))
            case "excludes":
                while let name = attributes.first, !Self.attributes.contains(name) {
                    excluded.append(EffectName(rawValue: name))
                    attributes.removeFirst()
                }
            case "opposite": opposite = attributes.popFirst().map(EffectName.init)
            case "rival": rival = attributes.popFirst().map(EffectName.init)
            case "hints": hint = attributes.popFirst().flatMap(Scenery.init)
            case "confined": confinement = attributes.popFirst().flatMap(Confinement.init) ?? confinement
            case "darksky": needsDarkSky = true
            default: preconditionFailure("\(name): not an attribute of an effect: \(attribute)")
            }
        }
    }

    private static let attributes: Set = ["implies", "excludes", "opposite", "rival", "hints", "confined", "darksky"]
}
