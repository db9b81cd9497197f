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
        let output = tensor([q.tokens, q.heads * q.headDimension], q.tensor.elementType)
        let spans = mask.spans(queries: q.tokens, keys: k.tokens)
        let type = q.tensor.elementType.kernelValue
        let roundsKeys = roundsKeys && tk_attention_rounds_keys(type)
        let packedBytes = spans.map { tk_attention_packed_bytes($0.keys.count, q.headDimension, type) }
        let scratch = tensor([2 * k.heads * packedBytes.reduce(0, +) / 4], .float32)
        scratch.withBytes { scratch in
            var packed = scratch
            for (span, bytes) in zip(spans, packedBytes) {
                attend(q, k, v, span, to: output, packed: packed, packedBytes: bytes, scale, roundsKeys)
                packed += 2 * k.heads * bytes
            }
        }
        return output
    }

    /// Attention of one span of queries to one span of keys.
    private func attend(
        _ q: HeadView,
        _ k: HeadView,
        _ v: HeadView,
        _ span: AttentionSpan,
        to output: Tensor,
        packed: UnsafeMutableRawPointer,
        packedBytes: Int,
        _ scale: Float,
        _ roundsKeys: Bool
    ) {
        let type = q.tensor.elementType.kernelValue
        let blockKeys = TK_ATTENTION_BLOCK
        let blocks = (span.keys.count + blockKeys - 1) / blockKeys
        threads.forEach(k.heads * blocks) { index in
            let head = index / blocks
            let keys = packed + 2 * head * packedBytes
            tk_attention_pack(
                k.pointer(token: span.keys.lowerBound, head: head),
                k.columns,
                v.pointer(token: span.keys.lowerBound, head: head),
                v.columns,
                span.keys.count,
                k.headDimension,
                index % blocks,
                keys,
                keys + packedBytes,
                type,
                roundsKeys
            )
        }
        let group = q.heads / k.heads
        let tileRows = TK_ATTENTION_ROWS
        let tiles = (span.queries.count * group + tileRows - 1) / tileRows
        let outputHeads = HeadView(output, heads: q.heads, headDimension: q.headDimension)
        threads.forEach(k.heads * tiles) { index in
            let head = index / tiles
            let keys = packed + 2 * head * packedBytes
            var problem = tk_attention(
                queries: q.pointer(token: span.queries.lowerBound, head: head * group),
                output: outputHeads.pointer(token: span.queries.lowerBound, head: head * group),
                query_stride: q.columns,
                output_stride: outputHeads.columns,
                tokens: span.queries.count,
                group: group,
                dimension: q.headDimension,
                keys: span.keys.count,
                packed_keys: keys,
                packed_values: keys + packedBytes,
                scale: scale,
                causal: span.isCausal ? 1 : 0,
                rounds_keys: roundsKeys
            )
            // The last tiles of a causal span have the most keys: they go first, so that no thread is left with one alone.
            let tile = span.isCausal ? tiles - 1 - index % tiles : index % tiles
            tk_attention_tile(&problem, tile * tileRows, type)
        }
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

/// Queries and the keys that they see.
private struct AttentionSpan {
    let queries: Range<Int>
    let keys: Range<Int>
    var isCausal = false
}

extension AttentionMask {
    fileprivate func spans(queries: Int, keys: Int) -> [AttentionSpan] {
        precondition(keys >= 1, "No keys")
        switch self {
        case .none:
            return [AttentionSpan(queries: 0..<queries, keys: 0..<keys)]
        case .causal:
            precondition(queries == keys, "\(queries) queries and \(keys) keys of a causal attention")
            return [AttentionSpan(queries: 0..<queries, keys: 0..<keys, isCausal: true)]
        case .keys(let count):
            precondition(1 <= count && count <= keys, "The first \(count) of \(keys) keys")
            return [AttentionSpan(queries: 0..<queries, keys: 0..<count)]
        case .segments(let starts):
            precondition(
                starts.first == 0 && starts.last == keys && queries == keys,
                "Segments from \(starts.first ?? -1) to \(starts.last ?? -1) of \(queries) queries and \(keys) keys"
            )
            return zip(starts, starts.dropFirst()).compactMap { start, end in
                precondition(start <= end, "A segment from \(start) to \(end)")
                return start == end ? nil : AttentionSpan(queries: start..<end, keys: start..<end)
            }
        }
    }
}
