import CTensorKernels

/// Which keys a query sees.
public enum AttentionMask: Sendable, Hashable {
    /// All.
    case none
    /// Those up to the query's own index.
    case causal
    /// The first ones only: what follows is padding.
    case keys(Int)
    /// Those of the query's own segment. Segment i is the tokens from `starts[i]` up to `starts[i + 1]`: the starts begin
    /// with 0 and end with the number of tokens.
    case segments([Int])
}

extension Compute {
    /// softmax(scale · Q Kᵀ) V for every head: [query tokens, query heads · head dimension].
    ///
    /// The number of key and value heads divides that of query heads; each of them serves as many that lie side by side.
    /// With bfloat16 elements, and where the CPU multiplies them, the weights of the softmax are rounded to bfloat16.
    /// The scale is above 0, usually 1 / √(head dimension).
    ///
    /// With `roundsKeys` such a CPU multiplies queries and keys as int8, a scale for each of them: for networks whose
    /// weights have as many bits.
    public func attention(
        _ q: HeadView,
        _ k: HeadView,
        _ v: HeadView,
        mask: AttentionMask,
        scale: Float,
        roundsKeys: Bool = false
    ) -> Tensor {
        checkHeads(q, k, v)
        precondition(scale > 0, "A scale of \(scale)")
        let output = tensor(.matrix(q.tokens, q.heads * q.headDimension), q.tensor.elementType)
        let heads = HeadView(output, heads: q.heads, headDimension: q.headDimension)
        let type = q.tensor.elementType.kernelValue
        let roundsKeys = roundsKeys && tk_attention_rounds_keys(type)
        mask.forEachSpan(queries: q.tokens, keys: k.tokens) { span in
            let packedBytes = tk_attention_packed_bytes(span.keys.count, q.headDimension, type)
            let attention = SpanAttention(
                q: q,
                k: k,
                v: v,
                output: heads,
                span: span,
                packed: tensor(.vector(2 * k.heads * packedBytes / 4), .float32),
                packedBytes: packedBytes,
                scale: scale,
                roundsKeys: roundsKeys
            )
            threads.carryOut(KeyPacking(attention: attention), count: attention.blockCount)
            threads.carryOut(AttentionTiles(attention: attention), count: attention.tileCount)
        }
        return output
    }

    private func checkHeads(_ q: HeadView, _ k: HeadView, _ v: HeadView) {
        precondition(
            k.heads == v.heads && q.heads % k.heads == 0,
            "\(q.heads) query heads with \(k.heads) key and \(v.heads) value heads"
        )
        precondition(
            q.headDimension == k.headDimension && k.headDimension == v.headDimension,
            "Heads of \(q.headDimension), \(k.headDimension) and \(v.headDimension)"
        )
        precondition(
            q.headDimension <= TK_ATTENTION_MAX_DIMENSION,
            "Heads of \(q.headDimension); at most \(TK_ATTENTION_MAX_DIMENSION)"
        )
        precondition(k.tokens == v.tokens, "\(k.tokens) keys and \(v.tokens) values")
        precondition(
            q.tensor.elementType == k.tensor.elementType && k.tensor.elementType == v.tensor.elementType,
            "Elements \(q.tensor.elementType), \(k.tensor.elementType) and \(v.tensor.elementType)"
        )
    }
}

extension AttentionMask {
    fileprivate func forEachSpan(queries: Int, keys: Int, _ body: (AttentionSpan) -> Void) {
        precondition(keys >= 1, "No keys")
        switch self {
        case .none:
            body(AttentionSpan(queries: 0..<queries, keys: 0..<keys))
        case .causal:
            precondition(queries == keys, "\(queries) queries and \(keys) keys of a causal attention")
            body(AttentionSpan(queries: 0..<queries, keys: 0..<keys, isCausal: true))
        case .keys(let count):
            precondition(1 <= count && count <= keys, "The first \(count) of \(keys) keys")
            body(AttentionSpan(queries: 0..<queries, keys: 0..<count))
        case .segments(let starts):
            precondition(
                starts.first == 0 && starts.last == keys && queries == keys,
                "Segments from \(starts.first ?? -1) to \(starts.last ?? -1) of \(queries) queries and \(keys) keys"
            )
            for (start, end) in zip(starts, starts.dropFirst()) where start != end {
                precondition(start < end, "A segment from \(start) to \(end)")
                body(AttentionSpan(queries: start..<end, keys: start..<end))
            }
        }
    }
}
