/// A sentence of a prompt while it is being read: its marks, and how far a word's influence reaches among them.
struct Sentence {
    var marks: [PromptMark]
    let lexicon: Lexicon

    init(_ marks: [PromptMark], _ lexicon: Lexicon) {
        self.marks = marks
        self.lexicon = lexicon
        markScopes()
    }

    var indices: Range<Int> { marks.indices }

    /// The end of the part between commas that `index` lies in.
    func segmentEnd(from index: Int) -> Int {
        marks[index...].firstIndex { $0.isBreak } ?? marks.endIndex
    }

    func segmentStart(before index: Int) -> Int {
        marks[..<index].lastIndex { $0.isBreak }.map { $0 + 1 } ?? 0
    }

    /// Whether nothing of weight stands between the beginning of the clause and `index`: there a verb is a request.
    func isClauseStart(_ index: Int) -> Bool {
        for mark in marks[..<index].reversed() {
            if mark.isBreak || mark.hasAny(.and, .but) { return true }
            if !mark.isWeightless { return false }
        }
        return true
    }

    /// The end of a request that begins at `index`: the comma, the "but", or the "and" before the next request.
    func requestEnd(from index: Int) -> Int {
        var position = index + 1
        while position < marks.endIndex {
            let mark = marks[position]
            if mark.isBreak || mark.has(.but) { return position }
            if mark.has(.and), let next = marks[(position + 1)...].first(where: { !$0.isWeightless }), next.isRequest {
                return position
            }
            position += 1
        }
        return position
    }

    /// The kinds of effect that a mark names.
    func groups(_ mark: PromptMark) -> [EffectGroup] { mark.effects.compactMap { lexicon.group($0.name) } }
}
