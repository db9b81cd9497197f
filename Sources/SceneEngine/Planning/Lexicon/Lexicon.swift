/// What words mean: the planner's whole knowledge of language, as data in the `Lexicon+….swift` files beside this one.
///
/// A section is a heading line, lines of phrases and an empty line. Headings:
/// ```
/// effect NAME GROUP STRENGTH [implies NAME SHARE] [excludes NAME…] [opposite NAME] [rival NAME] [confined KIND]
///        [hints SCENE] [darksky]      a new effect: its name, group, usual strength, and how it gets on with others
/// words NAME+NAME-NAME                more phrases, each meaning several effects, or ruling one out
/// flaw NAME REMEDY                    a fault of photographs
/// place PLACE [SCENE]                 a part of the picture
/// scene [SCENE]                       what a photograph can show
/// low FACTOR SIDE, high FACTOR SIDE   how much; SIDE is `before` or `both`
/// role ROLE                           a word of grammar
/// impossible, photographic, colour
/// ```
/// A line of phrases is a language and phrases between commas. `tree~` stands for the word and its usual endings;
/// `!mar` counts only in a prompt of that language; `|fall|` only as a whole clause; `blizzard=0.95` has a strength of
/// its own. The longest phrase that fits is taken, and a phrase in several sections means all of them.
struct Lexicon: Sendable {
    /// A meaning and when it counts.
    struct Sense: Sendable, Hashable {
        let meaning: Meaning
        /// Counts only in a prompt of this language.
        let onlyIn: Language?
        /// Counts only when it is all that stands between two breaks.
        let isWholeClause: Bool
    }

    struct Node: Sendable {
        var next: [String: Int] = [:]
        var senses: [Sense] = []
    }

    /// All effects, in the order in which plans list them.
    var effects: [EffectEntry] = []
    /// A tree of phrases, token by token; the root is the first.
    var nodes = [Node()]
    /// The languages that know a word as (a part of) a phrase.
    var languages: [String: Set<Language>] = [:]
    /// Where an effect's entry is in ``effects``.
    var positions: [EffectName: Int] = [:]
    var spelling = SpellingTable(words: [])

    static let standard = Lexicon(sections: [seasons, weather, materials, looks, media, repairs, scene, grammar])

    func entry(_ effect: EffectName) -> EffectEntry? { positions[effect].map { effects[$0] } }

    func group(_ effect: EffectName) -> EffectGroup? { entry(effect)?.group }

    func knows(_ word: String) -> Bool { languages[word] != nil }

    /// The senses of exactly these words.
    func senses(of words: [String]) -> [Sense] {
        var node = 0
        for word in words {
            guard let next = nodes[node].next[word] else { return [] }
            node = next
        }
        return nodes[node].senses
    }
}
