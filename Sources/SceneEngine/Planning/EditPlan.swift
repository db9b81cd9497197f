/// What to do to a photograph, as understood from a prompt. Plain data: it can be printed, stored and compared.
public struct EditPlan: Sendable, Hashable, Codable {
    /// One effect of the plan.
    public struct Edit: Sendable, Hashable, Codable {
        public let effect: EffectName
        /// 0 (not visible) to 1 (as strong as it gets), never 0 in a plan.
        public let strength: Double
        /// Where alone it happens; empty: everywhere it can.
        public let places: [Place]
        /// Where it must not happen: "no snow on the ground".
        public let excludedPlaces: [Place]

        public init(
            _ effect: EffectName,
            strength: Double,
            places: [Place] = [],
            excludedPlaces: [Place] = []
        ) {
            precondition(strength > 0 && strength <= 1, "\(effect): a strength is in 0…1, got \(strength)")
            self.effect = effect
            self.strength = strength
            self.places = places
            self.excludedPlaces = excludedPlaces
        }
    }

    /// Each effect once, in the order of the lexicon: seasons, times, weather, sky, materials, lights, particles,
    /// moods, looks, media, repairs, geometry.
    public let edits: [Edit]
    /// The one time of day among `edits`.
    public let timeOfDay: EffectName?
    /// The one art medium among `edits`.
    public let medium: EffectName?
    /// What must not be visible in the result. No edit has one of these effects.
    public let suppressed: [EffectName]
    /// Parts that must stay as they are: "keep the sky as it is".
    public let preserved: [Place]
    /// What the prompt says that the photograph shows.
    public let priors: ScenePriors
    public let elements: [ElementMention]
    /// What was asked for and this engine cannot do, each in a few words of the prompt: `dragon`, `remove person`.
    public let unsupported: [String]
    /// Sentences for the result's warnings: about `unsupported`, and about wishes that exclude each other.
    public let warnings: [String]

    public init(
        edits: [Edit] = [],
        timeOfDay: EffectName? = nil,
        medium: EffectName? = nil,
        suppressed: [EffectName] = [],
        preserved: [Place] = [],
        priors: ScenePriors = ScenePriors(),
        elements: [ElementMention] = [],
        unsupported: [String] = [],
        warnings: [String] = []
    ) {
        self.edits = edits
        self.timeOfDay = timeOfDay
        self.medium = medium
        self.suppressed = suppressed
        self.preserved = preserved
        self.priors = priors
        self.elements = elements
        self.unsupported = unsupported
        self.warnings = warnings
    }

    /// Nothing to render: no effect is asked for, and no element mentioned.
    public var isEmpty: Bool { edits.isEmpty && elements.isEmpty }

    public func edit(_ effect: EffectName) -> Edit? { edits.first { $0.effect == effect } }

    /// How strong an effect is asked for; 0 when it is not.
    public func strength(of effect: EffectName) -> Double { edit(effect)?.strength ?? 0 }

    public func contains(_ effect: EffectName) -> Bool { edit(effect) != nil }
    public func suppresses(_ effect: EffectName) -> Bool { suppressed.contains(effect) }
}
