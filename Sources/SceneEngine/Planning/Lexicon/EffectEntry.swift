/// The kinds of effect; a lexicon entry names one of them.
enum EffectGroup: String, Sendable, Hashable, CaseIterable {
    case season, time, weather, sky, material, light, particles, mood, look, medium, finish, geometry

    /// Things that a picture has or has not, as against how it looks: in "no clouds and golden hour" the negation ends
    /// where the kind changes.
    var isThing: Bool {
        switch self {
        case .weather, .sky, .material, .light, .particles: true
        case .season, .time, .mood, .look, .medium, .finish, .geometry: false
        }
    }

    /// Where an effect of this kind can be confined to.
    var confinement: Confinement {
        switch self {
        case .season, .material: .surfaces
        case .weather, .sky, .particles: .frame
        case .light, .mood, .look, .medium, .finish: .anywhere
        case .time, .geometry: .nowhere
        }
    }
}

/// Which places make sense for an effect: there is no rainbow on a roof.
enum Confinement: String, Sendable, Hashable {
    case anywhere
    /// What things are made of, and parts of the frame.
    case surfaces
    /// Parts of the frame.
    case frame
    case nowhere

    func allows(_ place: Place) -> Bool {
        switch self {
        case .anywhere: true
        case .surfaces: place != .sky
        case .frame: place.isPartOfFrame
        case .nowhere: false
        }
    }
}

extension Place {
    /// Names a part of the picture's area instead of something in it.
    var isPartOfFrame: Bool {
        switch self {
        case .foreground, .background, .left, .right, .top, .bottom, .center: true
        case .sky, .water, .trees, .ground, .buildings, .roofs, .people, .animals, .element: false
        }
    }
}

/// What the lexicon knows about an effect, besides its words.
struct EffectEntry: Sendable, Hashable {
    struct Implication: Sendable, Hashable {
        let effect: EffectName
        /// The implied effect's strength as a share of the implying one's.
        let share: Double
    }

    let name: EffectName
    let group: EffectGroup
    /// The strength that the plain word stands for.
    let strength: Double
    var implications: [Implication] = []
    var excluded: [EffectName] = []
    /// What takes this effect out of a photograph that has it.
    var opposite: EffectName?
    /// Pulls the other way: the one named later counts.
    var rival: EffectName?
    /// Cannot be seen by day.
    var needsDarkSky = false
    /// What the photograph probably shows when this is asked for.
    var hint: Scenery?
    var confinement: Confinement
}
