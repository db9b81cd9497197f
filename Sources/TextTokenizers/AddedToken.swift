/// A token that is found in the text itself, before it is cut into words.
public struct AddedToken: Sendable, Hashable {
    public let id: Int32
    public let content: String
    /// Left out when decoding without special tokens.
    public var isSpecial = false
    /// Looked for in the normalised text rather than in the text as it was given.
    public var isNormalized = false
    /// Takes the white space before it along.
    public var stripsLeft = false
    /// Takes the white space after it along.
    public var stripsRight = false
    /// Found only where no letter, digit or mark touches it.
    public var isSingleWord = false

    public init(id: Int32, content: String) {
        (self.id, self.content) = (id, content)
    }
}
