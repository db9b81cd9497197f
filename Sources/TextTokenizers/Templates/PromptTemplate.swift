/// The text that a family puts around a prompt before it is encoded. A further family is a further value.
public struct PromptTemplate: Sendable, Hashable {
    /// What comes before the prompt, places for images included.
    public let prefix: String
    /// What comes after the prompt.
    public let suffix: String
    /// How many positions of the encoder's output are left out at its beginning: the template's own.
    public let droppedTokenCount: Int
    /// The most tokens that are kept after those, from the first; nil for all.
    public let maximumTokenCount: Int?
    /// The token that stands where an image's features are put; nil for text alone.
    public let imageToken: String?

    public init(
        prefix: String,
        suffix: String,
        droppedTokenCount: Int,
        maximumTokenCount: Int? = nil,
        imageToken: String? = nil
    ) {
        (self.prefix, self.suffix) = (prefix, suffix)
        self.droppedTokenCount = droppedTokenCount
        self.maximumTokenCount = maximumTokenCount
        self.imageToken = imageToken
    }

    /// The whole text.
    public func text(_ prompt: String) -> String { prefix + prompt + suffix }

    /// The identifiers for the text encoder. The counts say for each image how many positions its features take.
    ///
    /// - Throws: `TokenizerError` when the template and the prompt together have another number of places than there are
    ///   images: a prompt that contains an image token is refused, as by the reference.
    public func encode(_ prompt: String, with tokenizer: Tokenizer, imageTokenCounts: [Int] = []) throws -> [Int32] {
        var ids = tokenizer.encode(text(prompt))
        if let imageToken { ids = try tokenizer.expand(imageToken, in: ids, to: imageTokenCounts) }
        guard let maximumTokenCount else { return ids }
        return Array(ids.prefix(droppedTokenCount + maximumTokenCount))
    }
}
