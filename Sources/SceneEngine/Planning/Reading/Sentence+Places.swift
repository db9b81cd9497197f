/// Where effects are wanted: "snow on the roofs", "trees dusted with snow", "make the sky darker".
extension Sentence {
    /// Gives the mentions of this sentence the places that the sentence says.
    func locate(_ mentions: inout [Mention]) {
        var governed: [Int: (hits: [Int], isExcluded: Bool)] = [:]
        for index in indices where !marks[index].places.isEmpty && marks[index].effects.isEmpty {
            guard marks[index].polarity != .kept, let target = target(of: index, governed: governed) else { continue }
            governed[index] = target
            for position in mentions.indices where target.hits.contains(mentions[position].index) {
                let allowed = places(of: index, for: mentions[position].effect)
                if target.isExcluded {
                    mentions[position].excludedPlaces += allowed
                } else {
                    mentions[position].places += allowed
                }
            }
        }
    }

    private func places(of index: Int, for effect: EffectName) -> [Place] {
        guard let entry = lexicon.entry(effect) else { return [] }
        // "snowing on the roofs" is about the snow that lies there.
        let entries = [entry] + entry.implications.compactMap { lexicon.entry($0.effect) }
        return marks[index].places.filter { place in entries.contains { $0.confinement.allows(place) } }
    }

    private func target(
        of index: Int,
        governed: [Int: (hits: [Int], isExcluded: Bool)]
    ) -> (hits: [Int], isExcluded: Bool)? {
        if let governor = governor(of: index) {
            if marks[governor].hasAny(.and, .or) {
                return marks.indices[..<governor].suffix(Self.reach).last { !marks[$0].places.isEmpty }.flatMap {
                    governed[$0]
                }
            }
            let isExcluded = marks[governor].has(.except) || (governor > 0 && marks[governor - 1].has(.except))
            let isExceptItself = marks[governor].has(.except)
            let hits = hits(before: isExcluded && !isExceptItself ? governor - 1 : governor)
            if !hits.isEmpty { return (hits, isExcluded) }
            if let hit = excludedHit(before: governor) { return ([hit], true) }
            return hit(after: index).map { ([$0], isExcluded) }
        }
        if let covering = covering(after: index), let hit = hit(after: covering) { return ([hit], false) }
        // "the left half in winter"
        if marks[index].places.allSatisfy(\.isPartOfFrame), index + 2 < marks.endIndex, marks[index + 1].has(.at),
            marks[index + 2].isHit
        {
            return ([index + 2], false)
        }
        return (adjective(after: index) ?? verb(before: index)).map { ([$0], false) }
    }

    /// The preposition in front of a place, or the joint that continues a list of places.
    private func governor(of index: Int) -> Int? {
        let isFrame = marks[index].places.allSatisfy(\.isPartOfFrame)
        if index + 1 < marks.endIndex, marks[index + 1].hasAny(.atAfter, .targetParticle) { return index + 1 }
        for position in marks.indices[..<index].suffix(5).reversed() {
            let mark = marks[position]
            // A snow-covered house stands in snow, and what is over it is in the sky.
            if marks[index].places == [.buildings], isLoose(mark) {
                return nil
            }
            if mark.hasAny(.at, .covering, .except) { return isFrame || restricts(mark) ? position : nil }
            if isFrame, mark.has(.from) { return position }
            if mark.hasAny(.and, .or) { return position }
            if mark.isBreak || mark.isRequest || mark.hasAny(.with, .but, .without) { return nil }
            if mark.isNoun, mark.effects.isEmpty, mark.places.isEmpty { return nil }
        }
        return nil
    }

    private func isLoose(_ mark: PromptMark) -> Bool {
        ["covered", "over", "above", "across", "around"].contains(mark.tokens.first?.text)
            && mark.tokens.count == 1
    }

    /// "in the trees" and "behind the house" say what the picture shows; "on the roofs" says where.
    private func restricts(_ mark: PromptMark) -> Bool {
        if mark.hasAny(.covering, .except, .atAfter) { return true }
        return !Self.vague.contains(mark.tokens.map(\.text).joined(separator: " "))
    }

    private static let vague: Set = [
        "in", "through", "along", "for", "near", "behind", "under", "beneath", "below", "beside", "next to", "between",
        "inside",
        "outside", "at", "among", "within", "toward", "towards", "against", "off", "dans", "im", "zwischen", "neben",
        "entre",
        "hinter", "unter", "bei", "am", "sous", "devant", "bajo",
    ]

    /// The hit before a preposition, with the ones joined to it: "snow and frost on the roofs".
    private func hits(before governor: Int) -> [Int] {
        var found: [Int] = []
        for position in marks.indices[..<governor].suffix(Self.reach).reversed() {
            let mark = marks[position]
            // "fog *only* in the background" is no new thought.
            if mark.isBreak || (mark.has(.but) && position != governor - 1) { break }
            if mark.isHit {
                if let last = found.last, !marks[position..<last].contains(where: { $0.has(.and) }) { break }
                if let last = found.last, last - position > 3 { break }
                found.append(position)
            } else if mark.isRequest || (mark.isNoun && !found.isEmpty) {
                break
            }
        }
        return found
    }

    /// The hit that a negated place takes back in part: "make it snow, but *not on the house*".
    private func excludedHit(before governor: Int) -> Int? {
        guard governor > 0, marks[governor - 1].hasAny(.not, .without) else { return nil }
        return marks.indices[..<governor].suffix(Self.reach).last { marks[$0].isHit && marks[$0].polarity == .wanted }
    }

    private func hit(after index: Int) -> Int? {
        for position in marks.indices.dropFirst(index + 1).prefix(8) {
            if marks[position].isBreak || marks[position].hasAny(.but, .and) { return nil }
            if marks[position].isHit { return position }
        }
        return nil
    }

    /// "trees *dusted with* snow".
    private func covering(after index: Int) -> Int? {
        for position in marks.indices.dropFirst(index + 1).prefix(3) {
            if marks[position].has(.covering) { return position }
            if marks[position].isBreak || marks[position].isHit || marks[position].isNoun { return nil }
        }
        return nil
    }

    /// "*darken* the foreground": an effect that is a request, right before its object.
    private func verb(before index: Int) -> Int? {
        guard let verb = marks[..<index].lastIndex(where: { !$0.has(.article) || $0.isHit }), isClauseStart(verb),
            groups(marks[verb]).contains(where: { $0 == .look || $0 == .finish }), index - verb <= 2
        else { return nil }
        return index - verb == 2 ? verb : nil
    }

    /// "make the sky *darker*": what a request asks of the noun it names.
    private func adjective(after index: Int) -> Int? {
        for position in marks.indices[..<index].suffix(4).reversed() {
            let mark = marks[position]
            if mark.has(.make) { break }
            guard mark.has(.article), position > 0 else { return nil }
        }
        guard marks[..<index].suffix(4).contains(where: { $0.has(.make) }) else { return nil }
        for position in marks.indices.dropFirst(index + 1).prefix(3) {
            if marks[position].isHit { return position }
            guard marks[position].intensity != nil || marks[position].tokens.first?.text == "more" else { return nil }
        }
        return nil
    }
}
