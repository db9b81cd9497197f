/// How far a negation or a "keep" reaches.
extension Sentence {
    func scopeEnd(of index: Int) -> Int {
        let opener = marks[index]
        // "Don't" governs a verb and what belongs to it; "no" governs nouns only.
        let governsVerb = opener.has(.not) || opener.has(.keep)
        var kind: Bool?
        var namedSomething = false
        var position = index + 1
        while position < min(marks.endIndex, index + Self.reach) {
            let mark = marks[position]
            if mark.isBreak {
                guard let end = listEnd(after: position, kind: kind) else { return position }
                return end
            }
            if mark.hasAny(.but, .instead, .except), !mark.isHit, position > index + 1 { return position }
            let isNegation = mark.hasAny(.without, .not, .keep, .less)
            if isNegation, namedSomething, !mark.has(.or) { return position }
            if namedSomething, isVerb(mark), isClauseStart(position) || marks[position - 1].has(.and) {
                return position
            }
            if namedSomething, !governsVerb, mark.has(.with) { return position }
            if namedSomething, !governsVerb, startsAnew(position, kind: kind) { return position }
            if mark.isHit || mark.isNoun || mark.isUnknown {
                if mark.isHit, kind == nil { kind = isThing(mark) }
                namedSomething = namedSomething || mark.isHit || mark.isNoun
            }
            position += 1
        }
        return position
    }

    /// "no snow and *heavy fog*", "no clouds and *golden hour*": another wish begins without a comma.
    private func startsAnew(_ position: Int, kind: Bool?) -> Bool {
        let mark = marks[position]
        if marks[position - 1].has(.or) { return false }
        if let intensity = mark.intensity, !mark.isHit, position + 1 < marks.endIndex {
            return intensity.side == .before || marks[position + 1].isHit
        }
        guard mark.isHit, marks[position - 1].has(.and), let kind else { return false }
        return isThing(mark) != kind
    }

    private func isThing(_ mark: PromptMark) -> Bool { groups(mark).contains { $0.isThing || $0 == .season } }

    /// Where the list ends that goes on after the comma at `comma`; nil when it does not go on. Only bare names go on,
    /// and only up to an "or"; or up to an "and" when all are of one kind: "no clouds, rain or snow".
    private func listEnd(after comma: Int, kind: Bool?) -> Int? {
        var position = comma + 1
        var joined = false
        var isOneKind = true
        var names = 0
        while position < marks.endIndex, position < comma + Self.reach / 2 {
            let mark = marks[position]
            if mark.isBreak {
                if joined || names == 0 { break }
            } else if mark.has(.or) {
                joined = true
            } else if mark.has(.and) {
                guard isOneKind else { return nil }
                joined = true
            } else if mark.isHit || mark.isNoun {
                if let kind, mark.isHit, isThing(mark) != kind { isOneKind = false }
                names += 1
            } else if mark.has(.unchanged) {
                position += 1
                break
            } else if mark.isUnknown ? names > 0 && joined : !mark.has(.article) {
                return nil
            }
            position += 1
        }
        return joined && names > 0 ? position : nil
    }
}
