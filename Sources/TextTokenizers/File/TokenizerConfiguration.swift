/// What a `tokenizer_config.json` says beside the tokeniser itself.
public struct TokenizerConfiguration: Sendable, Hashable {
    /// The token that fills batches; `pad_token`.
    public private(set) var paddingToken: String?
    /// The token that ends a text; `eos_token`.
    public private(set) var endToken: String?
    /// The most tokens that the model was made for; `model_max_length`. Nil when the file names none or an absurd one.
    public private(set) var maximumTokenCount: Int?
    /// `added_tokens_decoder`, by identifier.
    private(set) var addedTokens: [AddedToken] = []

    /// A tokeniser without this file.
    public init() {}

    /// - Throws: `TokenizerError` when the JSON is broken.
    init(_ bytes: [UInt8], source: String) throws {
        var reader = JSONReader(bytes, source: source)
        let root = try reader.value()
        try reader.finish()
        paddingToken = root["pad_token"].text ?? root["pad_token"]["content"].text
        endToken = root["eos_token"].text ?? root["eos_token"]["content"].text
        maximumTokenCount = root["model_max_length"].integer.flatMap { (1...Int(Int32.max)).contains($0) ? $0 : nil }
        let rules = TokenizerFileRules(source: source)
        addedTokens = try (root["added_tokens_decoder"].members ?? [:])
            .map { try rules.addedToken($0.value, id: Int($0.key)) }
            .sorted { $0.id < $1.id }
    }
}
