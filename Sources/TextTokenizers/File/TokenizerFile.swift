/// What a `tokenizer.json` says.
///
/// | member           | what is supported                                                                        |
/// |------------------|------------------------------------------------------------------------------------------|
/// | `normalizer`     | none, `NFC`, or a `Sequence` of one `NFC`                                                |
/// | `pre_tokenizer`  | `Split` by a known pattern and `ByteLevel` without its own, or `ByteLevel` with its own  |
/// | `model`          | `BPE` without dropout, affixes or byte fallback; merges as `"a b"` or `["a", "b"]`       |
/// | `added_tokens`   | all flags                                                                                |
/// | `decoder`        | none or `ByteLevel`                                                                      |
/// | `post_processor` | none or `ByteLevel`, which changes offsets only                                          |
///
/// `truncation` and `padding` concern batches and are left to callers, as the reference's own callers set them anew.
struct TokenizerFile: Sendable {
    private(set) var vocabulary = TokenTable()
    private(set) var merges = MergeTable(capacity: 0)
    private(set) var addedTokens: [AddedToken] = []
    private(set) var pattern = WordPattern.gpt2
    private(set) var normalizes = false

    /// The source names the file in errors.
    ///
    /// - Throws: `TokenizerError` with what is broken, missing or unsupported.
    init(_ bytes: [UInt8], source: String) throws {
        var reader = JSONReader(bytes, source: source)
        var pairs = MergePairs()
        var model: [String: JSONValue]?
        var added: JSONValue = .null
        var sections: [String: JSONValue] = [:]
        try reader.object { reader, name in
            switch String(decoding: name, as: UTF8.self) {
            case "model": model = try readModel(&reader, pairs: &pairs, source: source)
            case "added_tokens": added = try reader.value()
            case let other: sections[other] = try reader.value()
            }
        }
        try reader.finish()
        let rules = TokenizerFileRules(source: source)
        guard let model else { throw TokenizerError(.malformed, in: source, "there is no model") }
        try rules.checkModel(model, vocabulary: vocabulary)
        normalizes = try rules.normalizes(sections["normalizer"] ?? .null)
        pattern = try rules.pattern(sections["pre_tokenizer"] ?? .null)
        try rules.checkByteLevel(sections["decoder"] ?? .null, named: "decoder")
        try rules.checkByteLevel(sections["post_processor"] ?? .null, named: "post_processor")
        merges = try pairs.table(vocabulary: vocabulary, source: source)
        addedTokens = try rules.addedTokens(added)
        for token in addedTokens { try add(token, source: source) }
    }

    /// Adds the tokens of a configuration that the file lacks.
    mutating func add(_ tokens: [AddedToken], source: String) throws {
        let known = Set(addedTokens.map { Array($0.content.utf8) })
        for token in tokens where !known.contains(Array(token.content.utf8)) {
            try add(token, source: source)
            addedTokens.append(token)
        }
    }

    private mutating func add(_ token: AddedToken, source: String) throws {
        let content = Array(token.content.utf8)
        if let id = vocabulary.id(of: content) {
            guard id == token.id else {
                throw TokenizerError(
                    .malformed,
                    in: source,
                    "the added token '\(token.content)' has the number \(token.id), but \(id) too"
                )
            }
        } else if !vocabulary.insert(content, id: token.id) {
            throw TokenizerError(
                .malformed,
                in: source,
                "the added token '\(token.content)' has the number \(token.id) of another token"
            )
        }
    }

    /// Reads the vocabulary and the merges, and returns the model's other members.
    private mutating func readModel(
        _ reader: inout JSONReader,
        pairs: inout MergePairs,
        source: String
    ) throws -> [String: JSONValue] {
        var others: [String: JSONValue] = [:]
        try reader.object { reader, name in
            switch String(decoding: name, as: UTF8.self) {
            case "vocab":
                try reader.object { reader, content in
                    let id = Int32(try reader.integer(upTo: TokenTable.largestIdentifier))
                    guard vocabulary.insert(content, id: id) else {
                        let token = String(decoding: content, as: UTF8.self)
                        throw TokenizerError(
                            .malformed,
                            in: source,
                            "the token '\(token)' (\(id)) is empty or there twice"
                        )
                    }
                }
            case "merges": try reader.array { try pairs.append(from: &$0) }
            case let other: others[other] = try reader.value()
            }
        }
        return others
    }
}

/// The merges as they are read; the vocabulary that they speak of may come after them.
private struct MergePairs {
    private var bytes: [UInt8] = []
    /// Where each merge ends, and where its first half does.
    private var ends: [(middle: Int, end: Int)] = []

    mutating func append(from reader: inout JSONReader) throws {
        if reader.isAtArray() {
            var halves: [[UInt8]] = []
            try reader.array { halves.append(try $0.string()) }
            guard halves.count == 2 else { throw reader.malformed("a merge of two tokens") }
            append(halves[0], halves[1])
        } else {
            let merge = try reader.string()
            let halves = merge.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            guard halves.count == 2 else { throw reader.malformed("a merge of two tokens") }
            append(halves[0], halves[1])
        }
    }

    private mutating func append(_ first: some Collection<UInt8>, _ second: some Collection<UInt8>) {
        bytes.append(contentsOf: first)
        let middle = bytes.count
        bytes.append(contentsOf: second)
        ends.append((middle, bytes.count))
    }

    func table(vocabulary: TokenTable, source: String) throws -> MergeTable {
        var table = MergeTable(capacity: ends.count)
        var start = 0
        for (rank, (middle, end)) in ends.enumerated() {
            let parts = [start..<middle, middle..<end, start..<end]
            let ids = parts.map { vocabulary.id(of: bytes[$0]) }
            guard let first = ids[0], let second = ids[1], let result = ids[2] else {
                let missing = zip(parts, ids).first { $0.1 == nil }?.0 ?? start..<end
                throw TokenizerError(
                    .malformed,
                    in: source,
                    "merge \(rank) needs the token '\(String(decoding: bytes[missing], as: UTF8.self))', "
                        + "which the vocabulary lacks"
                )
            }
            table.insert(first, second, MergeTable.Merge(rank: Int32(rank), result: result))
            start = end
        }
        return table
    }
}
