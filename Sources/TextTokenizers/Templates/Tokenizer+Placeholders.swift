extension Tokenizer {
    /// Replaces the n-th place of a token by as many copies as the n-th count says. (transformers, `Qwen3VLProcessor`:
    /// an image of h × w patches takes h · w / 4 positions, because 2 × 2 patches are merged into one.)
    ///
    /// - Throws: `TokenizerError` when the token does not exist or has another number of places than there are counts.
    public func expand(_ token: String, in ids: [Int32], to counts: [Int]) throws -> [Int32] {
        guard let placeholder = id(of: token) else {
            throw TokenizerError(.malformed, in: "the tokenizer", "it lacks the token '\(token)'")
        }
        let places = ids.count { $0 == placeholder }
        guard places == counts.count else {
            throw TokenizerError(
                .placeholderMismatch,
                in: "the prompt",
                "it has \(places) places '\(token)' for \(counts.count) images"
            )
        }
        var result: [Int32] = []
        var remaining = counts[...]
        for id in ids {
            let copies = id == placeholder ? remaining.popFirst() ?? 1 : 1
            result.append(contentsOf: repeatElement(id, count: copies))
        }
        return result
    }
}
