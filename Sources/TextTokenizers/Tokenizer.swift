/// Text to token identifiers and back: byte-level byte-pair encoding, as the Qwen, GPT-2 and cl100k families use it.
///
/// How a text is encoded:
/// 1. added tokens that are looked for in the text as given cut it into pieces (`AddedTokenMatcher`)
/// 2. each piece is brought to Normalization Form C (`CanonicalNormalizer`)
/// 3. added tokens that are looked for in normalised text cut it further
/// 4. what is left is cut into words (`WordScanner`)
/// 5. each word's bytes are merged into tokens (`WordMerger`)
///
/// Equal to the Python package `tokenizers` for all that it supports; what it does not support is refused when it is read.
public struct Tokenizer: Sendable {
    private let tokens: TokenTable
    private let merger: WordMerger
    private let pattern: WordPattern
    private let normalizer: CanonicalNormalizer?
    private let tokensInText: AddedTokenMatcher
    private let tokensInNormalizedText: AddedTokenMatcher
    private let specialTokens: Set<Int32>
    private let caches = WordCachePool()
    /// All tokens that are found in the text itself, in the file's order.
    public let addedTokens: [AddedToken]
    public let configuration: TokenizerConfiguration

    /// - Parameters:
    ///   - json: the bytes of a `tokenizer.json`.
    ///   - configuration: the bytes of a `tokenizer_config.json`, which is optional.
    ///   - source: names the files in errors.
    /// - Throws: `TokenizerError` when the file is broken or asks for what is not supported.
    public init(json: [UInt8], configuration: [UInt8]? = nil, source: String = "tokenizer.json") throws {
        var file = try TokenizerFile(json, source: source)
        self.configuration =
            try configuration.map { try TokenizerConfiguration($0, source: "\(source): tokenizer_config.json") }
            ?? .init()
        try file.add(self.configuration.addedTokens, source: source)
        tokens = file.vocabulary
        let vocabulary = file.vocabulary
        let tokensOfBytes = ByteAlphabet.characters.map { vocabulary.id(of: Array(String($0).utf8)) }
        merger = WordMerger(tokensOfBytes: tokensOfBytes, table: file.merges)
        pattern = file.pattern
        normalizer = file.normalizes ? .reference : nil
        addedTokens = file.addedTokens
        specialTokens = Set(file.addedTokens.filter(\.isSpecial).map(\.id))
        tokensInText = AddedTokenMatcher(file.addedTokens.filter { !$0.isNormalized })
        let normalizer = normalizer
        tokensInNormalizedText = AddedTokenMatcher(file.addedTokens.filter(\.isNormalized)) { token in
            let content = Array(token.content.utf8)
            return normalizer?.normalize(content) ?? content
        }
    }

    /// One more than the largest identifier.
    public var identifierCount: Int { tokens.identifierCount }

    /// The identifier of a token by its content as the file spells it: `<|im_end|>`, or `Ġthe` for " the".
    public func id(of token: String) -> Int32? { tokens.id(of: Array(token.utf8)) }

    /// A token's content as the file spells it.
    public func token(_ id: Int32) -> String? { tokens.content(id).map { String(decoding: $0, as: UTF8.self) } }

    /// The identifiers of a text. Special tokens in it become their identifiers; none are put around it.
    public func encode(_ text: String) -> [Int32] {
        var ids: [Int32] = []
        let bytes = Array(text.utf8)
        caches.withCache { cache in
            for piece in tokensInText.pieces(of: bytes) {
                switch piece {
                case .token(let id): ids.append(id)
                case .text(let range): encodePiece(Array(bytes[range]), cache: &cache, into: &ids)
                }
            }
        }
        return ids
    }

    /// The identifiers of a text in UTF-8. Each longest run of bytes that could begin a character but does not become one,
    /// and each byte that cannot, counts as U+FFFD, as it does for Python's `errors="replace"` and Rust's `from_utf8_lossy`.
    public func encode(utf8 bytes: [UInt8]) -> [Int32] { encode(String(decoding: bytes, as: UTF8.self)) }

    private func encodePiece(_ bytes: [UInt8], cache: inout WordCache, into ids: inout [Int32]) {
        let text = normalizer?.normalize(bytes) ?? bytes
        for piece in tokensInNormalizedText.pieces(of: text) {
            switch piece {
            case .token(let id): ids.append(id)
            case .text(let range): encodeWords(range == text.indices ? text : Array(text[range]), &cache, into: &ids)
            }
        }
    }

    private func encodeWords(_ text: [UInt8], _ cache: inout WordCache, into ids: inout [Int32]) {
        var scanner = WordScanner(text, pattern: pattern)
        while let range = scanner.next() {
            let word = text[range]
            cache.append(word, to: &ids) { merger.merge(word, into: &$0) }
        }
    }

    /// The text of identifiers; those that no token has are left out. Bytes that are no UTF-8, such as a part of a
    /// character, become U+FFFD.
    public func decode(_ ids: some Sequence<Int32>, skippingSpecialTokens: Bool = false) -> String {
        var bytes: [UInt8] = []
        for id in ids where !(skippingSpecialTokens && specialTokens.contains(id)) {
            guard let token = token(id) else { continue }
            // A token outside the byte alphabet stands for itself.
            bytes.append(contentsOf: ByteAlphabet.bytes(of: token) ?? Array(token.utf8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
