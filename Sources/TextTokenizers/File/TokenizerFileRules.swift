/// Reads the small sections of a `tokenizer.json`, and refuses what would be encoded differently here.
struct TokenizerFileRules {
    let source: String

    private func unsupported(_ what: String, _ found: JSONValue, only: String) -> TokenizerError {
        let found = found["type"].text ?? found.shortDescription
        return TokenizerError(.unsupported, in: source, "the \(what) is \(found), and only \(only) is supported")
    }

    /// Whether text is normalised (to NFC) at all.
    func normalizes(_ normalizer: JSONValue) throws -> Bool {
        switch normalizer["type"].text {
        case nil where normalizer == .null: return false
        case "NFC": return true
        case "Sequence":
            let parts = normalizer["normalizers"].elements ?? []
            guard parts.count <= 1 else {
                throw unsupported("normalizer", .string("a sequence of \(parts.count)"), only: "NFC")
            }
            return try normalizes(parts.first ?? .null)
        default: throw unsupported("normalizer", normalizer, only: "NFC")
        }
    }

    func pattern(_ preTokenizer: JSONValue) throws -> WordPattern {
        var parts = [preTokenizer]
        if preTokenizer["type"].text == "Sequence" { parts = preTokenizer["pretokenizers"].elements ?? [] }
        guard let last = parts.last, last["type"].text == "ByteLevel" else {
            throw unsupported("pre_tokenizer", parts.last ?? preTokenizer, only: "one that ends in ByteLevel")
        }
        // Missing flags are true in the reference.
        guard last["add_prefix_space"].flag == false else {
            throw TokenizerError(
                .unsupported,
                in: source,
                "the pre_tokenizer ByteLevel has add_prefix_space, which is not supported"
            )
        }
        let usesOwnPattern = last["use_regex"].flag ?? true
        switch (parts.count, usesOwnPattern) {
        case (1, true): return .gpt2
        case (2, false): return try splitPattern(parts[0])
        default:
            throw TokenizerError(
                .unsupported,
                in: source,
                "the pre_tokenizer has \(parts.count) parts and use_regex is \(usesOwnPattern): only Split with ByteLevel "
                    + "without a pattern, or ByteLevel with its own, is supported"
            )
        }
    }

    private func splitPattern(_ split: JSONValue) throws -> WordPattern {
        guard split["type"].text == "Split" else { throw unsupported("pre_tokenizer", split, only: "Split") }
        guard let expression = split["pattern"]["Regex"].text else {
            throw unsupported("pattern of Split", split["pattern"], only: "a regular expression")
        }
        guard let pattern = WordPattern.known.first(where: { $0.expression == expression }) else {
            throw unsupported("pattern of Split", .string(expression), only: "that of Qwen2, cl100k or GPT-2")
        }
        // Both keep every match, and a known pattern leaves nothing between its matches.
        let behaviour = split["behavior"].text ?? ""
        let isInverted = split["invert"].flag ?? false
        guard behaviour == "Isolated" || behaviour == "Removed" && isInverted else {
            throw unsupported("behavior of Split", .string(behaviour), only: "Isolated")
        }
        return pattern
    }

    /// The decoder and the post-processor are byte-level, or there is none.
    func checkByteLevel(_ section: JSONValue, named name: String) throws {
        var parts = [section]
        if section["type"].text == "Sequence" {
            parts = (section["processors"].elements ?? section["decoders"].elements) ?? []
        }
        for part in parts where part != .null && part["type"].text != "ByteLevel" {
            throw unsupported(name, part, only: "ByteLevel")
        }
    }

    /// Looks at the model's members but its vocabulary and merges.
    func checkModel(_ model: [String: JSONValue], vocabulary: TokenTable) throws {
        // Files from before other models existed have no type.
        if let type = model["type"], type != .string("BPE") { throw unsupported("model", type, only: "BPE") }
        guard vocabulary.count > 0 else { throw TokenizerError(.malformed, in: source, "the model has no vocab") }
        for name in ["dropout", "continuing_subword_prefix", "end_of_word_suffix", "byte_fallback", "ignore_merges"] {
            let value = model[name] ?? .null
            guard [.null, .string(""), .number(0), .boolean(false)].contains(value) else {
                throw TokenizerError(
                    .unsupported,
                    in: source,
                    "the model's \(name) is \(value.shortDescription), which is not supported"
                )
            }
        }
        // With a token for each byte, nothing is ever unknown.
        let hasAllBytes = ByteAlphabet.characters.allSatisfy { vocabulary.id(of: Array(String($0).utf8)) != nil }
        guard hasAllBytes || (model["unk_token"] ?? .null) == .null else {
            throw TokenizerError(
                .unsupported,
                in: source,
                "the vocabulary lacks bytes and has an unk_token, which is not supported"
            )
        }
    }

    func addedTokens(_ section: JSONValue) throws -> [AddedToken] {
        if section == .null { return [] }
        guard let elements = section.elements else {
            throw TokenizerError(.malformed, in: source, "added_tokens is no array")
        }
        return try elements.map { try addedToken($0, id: $0["id"].integer) }
    }

    /// One entry of `added_tokens`, or of a configuration's `added_tokens_decoder`.
    func addedToken(_ entry: JSONValue, id: Int?) throws -> AddedToken {
        guard let id, (0...TokenTable.largestIdentifier).contains(id), let content = entry["content"].text,
            !content.isEmpty
        else { throw TokenizerError(.malformed, in: source, "an added token lacks a number or a content") }
        var token = AddedToken(id: Int32(id), content: content)
        token.isSpecial = entry["special"].flag ?? false
        // Special tokens are looked for in the text as given unless they say otherwise.
        token.isNormalized = entry["normalized"].flag ?? !token.isSpecial
        token.stripsLeft = entry["lstrip"].flag ?? false
        token.stripsRight = entry["rstrip"].flag ?? false
        token.isSingleWord = entry["single_word"].flag ?? false
        return token
    }
}

extension JSONValue {
    /// For messages.
    fileprivate var shortDescription: String {
        switch self {
        case .null: "missing"
        case .boolean(let flag): "\(flag)"
        case .number(let number): "\(number)"
        case .string(let text): "\"\(text.prefix(200))\""
        case .array: "an array"
        case .object(let members): "an object of \(members.keys.sorted().prefix(5).joined(separator: ", "))"
        }
    }
}
