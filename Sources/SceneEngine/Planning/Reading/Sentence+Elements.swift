extension Sentence {
    /// The elements that the sentence names, each with the places around it: "(element1) in the foreground, left".
    func elementMentions() -> [ElementMention] {
        indices.compactMap { index in
            guard let number = marks[index].element, ![.negated, .removed].contains(marks[index].polarity) else {
                return nil
            }
            let after = placement(after: index)
            let range = after.isEmpty ? placement(before: index) : after
            let places = range.flatMap { marks[$0].element == nil ? marks[$0].places : [] }
            var phrase = range.reduce(into: "") { text, position in
                let mark = marks[position]
                if !text.isEmpty, !mark.isBreak, mark.tokens.first?.kind != .character { text += " " }
                text += mark.quote
            }
            if places.isEmpty { phrase = "" }
            return ElementMention(number: number, places: unique(places), phrase: String(phrase.prefix(120)))
        }
    }

    /// From the mention to the last place of its clause, and through following clauses that are places only.
    private func placement(after index: Int) -> Range<Int> {
        var end = index + 1
        var position = index + 1
        while position < marks.endIndex {
            let mark = marks[position]
            if mark.element != nil || mark.has(.but) { break }
            if mark.isBreak {
                guard position + 1 < marks.endIndex, isPlaceOnly((position + 1)..<segmentEnd(from: position + 1)) else {
                    break
                }
            }
            if mark.has(.and), let next = marks[(position + 1)...].first(where: { !$0.isWeightless }), next.isRequest {
                break
            }
            if !mark.places.isEmpty { end = position + 1 }
            position += 1
        }
        return index + 1..<end
    }

    private func placement(before index: Int) -> Range<Int> {
        var start = segmentStart(before: index)
        if start >= 2, isPlaceOnly(segmentStart(before: start - 1)..<start - 1) {
            start = segmentStart(before: start - 1)
        }
        let hasPlace = marks[start..<index].contains { !$0.places.isEmpty && $0.places.allSatisfy(\.isPartOfFrame) }
        return hasPlace ? start..<index : index..<index
    }

    private func isPlaceOnly(_ range: Range<Int>) -> Bool {
        var hasPlace = false
        for mark in marks[range] {
            if !mark.places.isEmpty, mark.effects.isEmpty, mark.element == nil {
                hasPlace = true
            } else if !mark.isWeightless, !mark.hasAny(.at, .and) {
                return false
            }
        }
        return hasPlace
    }
}

/// The values of a list without repetitions, in their order.
func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
    var seen: Set<Value> = []
    return values.filter { seen.insert($0).inserted }
}
