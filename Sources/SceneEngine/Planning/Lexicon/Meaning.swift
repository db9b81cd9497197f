/// What a word or phrase of the lexicon can mean. One phrase may mean several things at once: "dusted with" says how
/// much, and that a surface follows.
enum Meaning: Sendable, Hashable {
    /// Asks for an effect, with the strength that the plain word stands for.
    case effect(EffectName, strength: Double)
    /// Rules an effect out by itself: "after the rain" has wet ground and no rain.
    case suppression(EffectName)
    /// A fault of a photograph. Named with a negation it asks for the remedy; by itself for nothing.
    case flaw(remedy: EffectName)
    case place(Place)
    case scene(Scenery)
    /// Something that the engine cannot make.
    case impossible
    /// Makes the effect beside it weaker (below 1) or stronger (above 1).
    case intensity(Double, side: IntensitySide)
    /// Asks for the look of a photograph, which excludes the art media.
    case photographic
    case colour
    case role(Role)
}

enum IntensitySide: String, Sendable, Hashable {
    /// Stands before the word that it modifies.
    case before
    case both
}

/// What a photograph can show, beyond the places.
enum Scenery: String, Sendable, Hashable, CaseIterable {
    case water, sky, vegetation, building, person, animal
    /// Things that help nothing in the analysis: cars, tables, mountains.
    case other
}

/// What a word does in a sentence.
enum Role: String, Sendable, Hashable {
    // Whether.
    case not, without, less, remove, keep, unchanged, instead, but, except
    case withoutAfter = "without-after"
    case removeAfter = "remove-after"
    case notToo = "not-too"
    // Requests.
    case add, make, change, replace
    // Joints.
    case and, or, with, from, into, becomes, at, covering
    case atAfter = "at-after"
    case objectParticle = "object-particle"
    case targetParticle = "target-particle"
    // Words without weight. A picture word names the photograph itself: "it", "this scene".
    case article, filler, picture
}

enum Language: String, Sendable, Hashable, CaseIterable {
    case english = "en"
    case chinese = "zh"
    case japanese = "ja"
    case spanish = "es"
    case german = "de"
    case french = "fr"
}
