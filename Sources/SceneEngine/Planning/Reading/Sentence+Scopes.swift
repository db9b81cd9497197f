/// What is negated, removed, kept, or only the starting point of a change.
///
/// | words | reach |
/// |---|---|
/// | `no`, `without`, `remove`, `less`, `instead of` | the list that follows: "no clouds, rain or snow" |
/// | `don't`, `never` | the rest of the clause: "don't cover it with snow" |
/// | `keep`, `don't change`; and `… unchanged` | the list, or the clause before |
/// | `fog-free`; `雪なし`, `霧を消して`, `Nebel entfernen` | the word before |
/// | `turn … into`, `from … to`, `replace … with`, `把…变成`, `…を…に` | what stands between |
extension Sentence {
    mutating func markScopes() {
        for index in indices { markScope(of: index) }
        for index in indices where marks[index].has(.unchanged) { markUnchanged(before: index) }
    }

    private mutating func markScope(of index: Int) {
        let mark = marks[index]
        guard mark.polarity == .wanted || mark.polarity == .source else { return }
        if mark.has(.keep) {
            if !isWish(afterKeep: index) { set(.kept, in: index..<scopeEnd(of: index)) }
        } else if mark.has(.less), !mark.has(.without) {
            set(.reduced, in: index + 1..<scopeEnd(of: index))
        } else if mark.has(.remove) {
            set(.removed, in: index + 1..<scopeEnd(of: index))
        } else if mark.hasAny(.not, .without, .instead) {
            set(.negated, in: index + 1..<scopeEnd(of: index))
        } else if mark.has(.withoutAfter) {
            markBefore(index, .negated)
        } else if mark.has(.removeAfter) {
            markBefore(index, .removed)
        } else if mark.has(.replace) {
            if let joint = joint(after: index, where: { $0.hasAny(.with, .becomes, .into) }) {
                set(.negated, in: index + 1..<joint)
            }
        } else {
            markSource(of: index)
        }
    }

    private mutating func markSource(of index: Int) {
        let mark = marks[index]
        if mark.hasAny(.change, .from, .make) {
            guard let joint = changeJoint(after: index) else { return }
            // "from the lake to the hills" is a view, not a change.
            if mark.has(.from), !marks[index..<joint].contains(where: { $0.isHit }) { return }
            set(.source, in: index + 1..<joint)
        } else if mark.has(.becomes) {
            set(.source, in: segmentStart(before: index)..<index)
        } else if mark.has(.objectParticle), index > 0, marks[index - 1].isHit || marks[index - 1].isNoun,
            let target = joint(after: index, where: { $0.has(.targetParticle) }),
            marks[index..<target].contains(where: { $0.isHit })
        {
            set(.source, in: segmentStart(before: index)..<index)
        }
    }

    /// What leads from the old to the new: "into", "to", and with "make" only "into".
    func changeJoint(after index: Int) -> Int? {
        let isMake = marks[index].has(.make) && !marks[index].has(.change)
        return joint(after: index) { mark in
            mark.has(.becomes) || (isMake ? mark.tokens.first?.text == "into" : mark.beginsWithInto)
        }
    }

    /// The joint that belongs to the verb at `index`: the first in its clause.
    func joint(after index: Int, where isJoint: (PromptMark) -> Bool) -> Int? {
        for position in marks.indices.dropFirst(index + 1).prefix(Self.reach) {
            if marks[position].isBreak || marks[position].has(.but) { return nil }
            if isJoint(marks[position]) { return position }
        }
        return nil
    }

    private mutating func set(_ polarity: PromptMark.Polarity, in range: Range<Int>) {
        for index in range where marks[index].polarity == .wanted { marks[index].polarity = polarity }
    }

    /// "keep it dark": a wish about how the picture looks, not about what stays.
    private func isWish(afterKeep index: Int) -> Bool {
        let rest = marks[(index + 1)..<segmentEnd(from: index)]
        guard marks[index].tokens.count == 1, let first = rest.first(where: { !$0.has(.article) || $0.has(.picture) })
        else { return false }
        return first.has(.picture) && rest.contains { $0.isHit } && !rest.contains { $0.has(.unchanged) || $0.isNoun }
    }

    private mutating func markUnchanged(before index: Int) {
        let earliest = max(0, index - Self.reach)
        let start = marks[earliest..<index].lastIndex { $0.isBreak || $0.hasAny(.but, .and) }.map { $0 + 1 } ?? earliest
        for position in start..<index where marks[position].polarity == .wanted { marks[position].polarity = .kept }
    }

    /// The hit or noun right before `index`, and what is joined to it: "fog-free", "雪や雨なし".
    private mutating func markBefore(_ index: Int, _ polarity: PromptMark.Polarity) {
        var position = index - 1
        var found = false
        while position >= max(0, index - Self.reach), !marks[position].isBreak {
            let mark = marks[position]
            if mark.isHit || mark.isNoun {
                if found, !marks[position + 1].hasAny(.and, .or) { return }
                found = true
                marks[position].polarity = polarity
            } else if found ? !mark.hasAny(.and, .or) : mark.isUnknown {
                return
            }
            position -= 1
        }
    }
}
