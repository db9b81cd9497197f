/// Where the prompt names one of the request's elements: `(element1)`, `@Element1` or `<<<element_1>>>`.
public struct ElementMention: Sendable, Hashable, Codable {
    /// Counted from 1. The engine checks that so many elements came.
    public let number: Int
    /// Where it shall stand, as far as the words say: "on the bridge, left" is buildings and left.
    public let places: [Place]
    /// The words around the mention that say where, as written; empty when there are none.
    public let phrase: String

    public init(number: Int, places: [Place] = [], phrase: String = "") {
        precondition(number > 0, "elements are counted from 1, got \(number)")
        self.number = number
        self.places = places
        self.phrase = phrase
    }
}
