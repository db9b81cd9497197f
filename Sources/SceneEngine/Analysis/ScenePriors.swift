/// What the prompt says is in the photograph, each 0 (not mentioned) … 1 (named): a pond that is named is looked for harder.
struct ScenePriors: Sendable, Hashable {
    var sky: Float = 0
    var water: Float = 0
    var vegetation: Float = 0
    var building: Float = 0
    var person: Float = 0

    static let none = ScenePriors()
}
