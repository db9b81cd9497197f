/// One place of a prompt that names an effect.
struct Mention {
    let effect: EffectName
    var strength: Double
    var polarity: PromptMark.Polarity
    /// Where it is in its sentence.
    let index: Int
    var places: [Place] = []
    var excludedPlaces: [Place] = []
}
