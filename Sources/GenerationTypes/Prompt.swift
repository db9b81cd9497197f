/// What the user wants done to the image: 1 to 2,500 characters without surrounding white space.
public struct Prompt: Sendable, Hashable {
    public static let lengthLimit = 2_500

    public let text: String

    /// Trims the text; nil when nothing is left or more than ``lengthLimit`` characters are.
    public init?(_ text: String) {
        let visible = text.drop(while: \.isWhitespace)
        guard let end = visible.lastIndex(where: { !$0.isWhitespace }) else { return nil }
        let trimmed = visible[...end]
        guard trimmed.count <= Self.lengthLimit else { return nil }
        self.text = String(trimmed)
    }
}

extension Prompt: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let prompt = Prompt(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "a prompt has 1 to \(Self.lengthLimit) characters"
            )
        }
        self = prompt
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
