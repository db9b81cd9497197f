/// A sentence of a prompt while it is being read: its marks, and how far a word's influence reaches among them.
struct Sentence {
    var marks: [PromptMark]
    let lexicon: Lexicon

    /// No word's influence reaches over more marks than this, so that reading takes time in proportion to the length.
    static let reach = 80

    init(_ marks: [PromptMark], _ lexicon: Lexicon) {
        self.marks = marks
        self.lexicon = lexicon
        markScopes()
    }

    var indices: Range<Int> { marks.indices }

    /// The end of the part between commas that `index` lies in.
    func segmentEnd(from index: Int) -> Int {
        marks[index..<min(marks.endIndex, index + Self.reach)].firstIndex { $0.isBreak }
            ?? min(marks.endIndex, index + Self.reach)
    }

    func segmentStart(before index: Int) -> Int {
        let earliest = max(0, index - Self.reach)
        return marks[earliest..<index].lastIndex { $0.isBreak }.map { $0 + 1 } ?? earliest
    }

    /// Whether nothing of weight stands between the beginning of the clause and `index`: there a verb is a request.
    func isClauseStart(_ index: Int) -> Bool {
        for mark in marks[..<index].suffix(Self.reach).reversed() {
            if mark.isBreak || mark.hasAny(.and, .but) { return true }
            if !mark.isWeightless { return false }
        }
        return true
    }

    /// The end of a request that begins at `index`: the comma, the "but", or the "and" before the next request.
    func requestEnd(from index: Int) -> Int {
        var position = index + 1
        while position < min(marks.endIndex, index + Self.reach) {
            let mark = marks[position]
            if mark.isBreak || mark.has(.but) { return position }
            if mark.has(.and), let next = marks[(position + 1)...].first(where: { !$0.isWeightless }), isVerb(next) {
                return position
            }
            position += 1
        }
        return position
    }

    /// Asks for something by itself: "add", and "sharpen" as well.
    func isVerb(_ mark: PromptMark) -> Bool {
        mark.isRequest || groups(mark).contains { $0 == .finish || $0 == .geometry }
    }

    /// The kinds of effect that a mark names.
    func groups(_ mark: PromptMark) -> [EffectGroup] { mark.effects.compactMap { lexicon.group($0.name) } }
}
