/// The effects that a prompt wants and does not want, while contradictions are being settled.
struct Wishes {
    struct Wish {
        var strength: Double
        /// Empty: everywhere.
        var places: [Place]
        var excludedPlaces: [Place] = []
        /// How late in the prompt it was last named; nil for one that follows from another.
        var position: Int?

        var isExplicit: Bool { position != nil }
    }

    let lexicon: Lexicon
    private(set) var wishes: [EffectName: Wish] = [:]
    private(set) var suppressed: Set<EffectName> = []
    private(set) var notes: [String] = []

    init(_ reading: PromptReading, lexicon: Lexicon) {
        self.lexicon = lexicon
        suppressed = Set(reading.suppressed)
        for (position, mention) in reading.mentions.enumerated() { add(mention, position) }
        for mention in reading.mentions where mention.polarity == .negated && !mention.places.isEmpty {
            exclude(mention)
        }
        for effect in suppressed { wishes[effect] = nil }
    }

    /// What is wanted, in the lexicon's order.
    var names: [EffectName] { lexicon.effects.map(\.name).filter { wishes[$0] != nil } }

    func names(of group: EffectGroup) -> [EffectName] { names.filter { lexicon.group($0) == group } }

    subscript(effect: EffectName) -> Wish? { wishes[effect] }

    func strength(_ effect: EffectName) -> Double { wishes[effect]?.strength ?? 0 }
    func position(_ effect: EffectName) -> Int { wishes[effect]?.position ?? -1 }

    mutating func drop(_ effect: EffectName, because note: String? = nil) {
        guard let wish = wishes.removeValue(forKey: effect) else { return }
        if let note, wish.isExplicit { notes.append(note) }
    }

    mutating func note(_ text: String) { notes.append(text) }

    /// Adds an effect that follows from others, unless it was ruled out.
    mutating func imply(_ effect: EffectName, strength: Double, like source: Wish? = nil) {
        guard !suppressed.contains(effect), wishes[effect] == nil, strength > 0 else { return }
        wishes[effect] = Wish(
            strength: min(1, strength),
            places: source?.places ?? [],
            excludedPlaces: source?.excludedPlaces ?? []
        )
    }

    /// Drops the places that make no sense for an effect.
    mutating func confine() {
        for name in names {
            guard let confinement = lexicon.entry(name)?.confinement else { continue }
            wishes[name]?.places.removeAll { !confinement.allows($0) }
            wishes[name]?.excludedPlaces.removeAll { !confinement.allows($0) }
        }
    }

    mutating func spread(_ effect: EffectName) { wishes[effect]?.places = [] }

    mutating func setExcludedPlaces(_ places: [Place], of effect: EffectName) {
        wishes[effect]?.excludedPlaces = places
    }

    private mutating func add(_ mention: Mention, _ position: Int) {
        switch mention.polarity {
        case .wanted: want(mention, position)
        case .negated: if mention.places.isEmpty { suppressed.insert(mention.effect) }
        case .removed:
            suppressed.insert(mention.effect)
            if let opposite = lexicon.entry(mention.effect)?.opposite { want(opposite, position, 1) }
        case .reduced: reduce(mention, position)
        case .kept, .source: break
        }
    }

    private mutating func want(_ mention: Mention, _ position: Int) {
        var wish = wishes[mention.effect] ?? Wish(strength: 0, places: mention.places)
        wish.strength = max(wish.strength, mention.strength)
        // Named once without a place, it is wanted everywhere.
        wish.places =
            wish.places.isEmpty || mention.places.isEmpty ? (wish.isExplicit ? [] : mention.places) : wish.places
        if !wish.places.isEmpty { wish.places = unique(wish.places + mention.places) }
        wish.excludedPlaces = unique(wish.excludedPlaces + mention.excludedPlaces)
        wish.position = position
        wishes[mention.effect] = wish
    }

    private mutating func want(_ effect: EffectName, _ position: Int, _ factor: Double) {
        let strength = (lexicon.entry(effect)?.strength ?? 0.5) * factor
        want(Mention(effect: effect, strength: strength, polarity: .wanted, index: 0), position)
    }

    /// "less fog", "less dark": a little of the opposite.
    private mutating func reduce(_ mention: Mention, _ position: Int) {
        guard let entry = lexicon.entry(mention.effect) else { return }
        if let opposite = entry.opposite ?? entry.rival {
            want(opposite, position, 0.6)
        } else {
            suppressed.insert(mention.effect)
        }
    }

    /// "no snow on the ground" rules snow out there, if it is wanted elsewhere; else it rules it out.
    private mutating func exclude(_ mention: Mention) {
        let isWanted =
            wishes[mention.effect] != nil
            || wishes.keys.contains {
                lexicon.entry($0)?.implications.contains { $0.effect == mention.effect } ?? false
            }
        guard isWanted else {
            suppressed.insert(mention.effect)
            return
        }
        excludedPlaces[mention.effect, default: []] += mention.places
    }

    /// Exclusions for effects that may be implied later.
    private(set) var excludedPlaces: [EffectName: [Place]] = [:]
}
