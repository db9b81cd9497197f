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
        guard let confinement = lexicon.entry(effect)?.confinement else { return [] }
        return marks[index].places.filter(confinement.allows)
    }

    private func target(
        of index: Int,
        governed: [Int: (hits: [Int], isExcluded: Bool)]
    ) -> (hits: [Int], isExcluded: Bool)? {
        if let governor = governor(of: index) {
            if marks[governor].hasAny(.and, .or) {
                return marks[..<governor].lastIndex { !$0.places.isEmpty }.flatMap { governed[$0] }
            }
            let isExcluded = marks[governor].has(.except) || (governor > 0 && marks[governor - 1].has(.except))
            let hits = hits(before: isExcluded && governor > 0 ? governor - 1 : governor)
            if !hits.isEmpty { return (hits, isExcluded) }
            return hit(after: index).map { ([$0], isExcluded) }
        }
        if let covering = covering(after: index), let hit = hit(after: covering) { return ([hit], false) }
        return adjective(after: index).map { ([$0], false) }
    }

    /// The preposition in front of a place, or the joint that continues a list of places.
    private func governor(of index: Int) -> Int? {
        let isFrame = marks[index].places.allSatisfy(\.isPartOfFrame)
        if index + 1 < marks.endIndex, marks[index + 1].hasAny(.atAfter, .targetParticle) { return index + 1 }
        for position in marks.indices[..<index].suffix(5).reversed() {
            let mark = marks[position]
            if mark.hasAny(.at, .covering, .except) { return isFrame || restricts(mark) ? position : nil }
            if mark.hasAny(.and, .or) { return position }
            if mark.isBreak || mark.isRequest || mark.hasAny(.with, .but, .without) { return nil }
            if mark.isNoun, mark.effects.isEmpty, mark.places.isEmpty { return nil }
        }
        return nil
    }

    /// "in the trees" and "behind the house" say what the picture shows; "on the roofs" says where.
    private func restricts(_ mark: PromptMark) -> Bool {
        if mark.hasAny(.covering, .except, .atAfter) { return true }
        return !Self.vague.contains(mark.tokens.map(\.text).joined(separator: " "))
    }

    private static let vague: Set = [
        "in", "through", "for", "near", "behind", "under", "beneath", "below", "beside", "next to", "between", "inside",
        "outside", "at", "among", "within", "toward", "towards", "against", "off", "dans", "im", "zwischen", "neben",
        "entre",
        "hinter", "unter", "bei", "am", "sous", "devant", "bajo",
    ]

    /// The hit before a preposition, with the ones joined to it: "snow and frost on the roofs".
    private func hits(before governor: Int) -> [Int] {
        var found: [Int] = []
        for position in marks.indices[..<min(governor, marks.endIndex)].reversed() {
            let mark = marks[position]
            if mark.isBreak || mark.has(.but) { break }
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

    private func hit(after index: Int) -> Int? {
        for position in marks.indices.dropFirst(index + 1).prefix(8) {
            if marks[position].isBreak || marks[position].has(.but) { return nil }
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
