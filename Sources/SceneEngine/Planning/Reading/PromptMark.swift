/// The longest phrase of the lexicon that begins at some place of the prompt; or one word without a meaning; or a
/// break; or a mention of an element.
struct PromptMark: Sendable {
    /// How a sentence treats what a mark names.
    enum Polarity: Sendable {
        case wanted
        /// "no", "without", "don't".
        case negated
        /// "remove": it is there, and shall go.
        case removed
        /// "less": it is there, and shall be weaker.
        case reduced
        /// "keep": it is there, and shall stay.
        case kept
        /// What is changed into something else: "day" in "turn day into night".
        case source
    }

    let tokens: [PromptToken]
    let meanings: [Meaning]
    var polarity = Polarity.wanted

    /// The first word alone can be a joint: "to" of "to fall".
    var beginsWithInto: Bool {
        has(.into) || (!effects.isEmpty && tokens.first.map { $0.text == "into" || $0.text == "to" } ?? false)
    }

    var isBreak: Bool { tokens.first?.kind == .softBreak }
    /// A word that the lexicon does not have.
    var isUnknown: Bool { meanings.isEmpty && !isBreak && element == nil }

    var element: Int? {
        guard case .element(let number)? = tokens.first?.kind else { return nil }
        return number
    }

    func has(_ role: Role) -> Bool { meanings.contains(.role(role)) }
    func hasAny(_ roles: Role...) -> Bool { roles.contains(where: has) }

    var effects: [(name: EffectName, strength: Double)] {
        meanings.compactMap { if case .effect(let name, let strength) = $0 { (name, strength) } else { nil } }
    }

    var remedies: [EffectName] {
        meanings.compactMap { if case .flaw(let remedy) = $0 { remedy } else { nil } }
    }

    var suppressions: [EffectName] {
        meanings.compactMap { if case .suppression(let name) = $0 { name } else { nil } }
    }

    var places: [Place] {
        if let element { return [.element(element)] }
        return meanings.compactMap { if case .place(let place) = $0 { place } else { nil } }
    }

    var scenes: [Scenery] {
        meanings.compactMap { if case .scene(let kind) = $0 { kind } else { nil } }
    }

    var intensity: (factor: Double, side: IntensitySide)? {
        for case .intensity(let factor, let side) in meanings { return (factor, side) }
        return nil
    }

    /// Names something that a plan can be about.
    var isHit: Bool { !effects.isEmpty || !remedies.isEmpty }
    /// Something that can be seen in a picture.
    var isNoun: Bool { !places.isEmpty || !scenes.isEmpty || isImpossible }
    /// A noun that names no part of the picture which the engine could find.
    var isThingWithoutPlace: Bool { !scenes.isEmpty && places.isEmpty && effects.isEmpty }
    var isImpossible: Bool { meanings.contains(.impossible) }
    var isRequest: Bool { hasAny(.add, .make, .change, .replace, .remove, .keep, .less) }
    /// Weighs nothing when it is asked what a clause is about.
    var isWeightless: Bool {
        hasAny(.article, .filler, .picture) && !isHit && !isNoun
    }

    /// As written, for quoting.
    var quote: String {
        tokens.reduce(into: "") { text, token in
            if !text.isEmpty, token.kind == .word { text += " " }
            text += token.original
        }
    }
}
