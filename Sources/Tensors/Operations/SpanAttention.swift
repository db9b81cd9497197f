import CTensorKernels

/// Queries and the keys that they see.
struct AttentionSpan {
    let queries: Range<Int>
    let keys: Range<Int>
    var isCausal = false
}

/// Attention of one span of queries to one span of keys: keys and values are packed first, then tiles of the result
/// computed.
struct SpanAttention {
    let q: HeadView
    let k: HeadView
    let v: HeadView
    let output: HeadView
    let span: AttentionSpan
    /// Memory for each key head's packed keys and packed values.
    let packed: Tensor
    /// Of one head's keys, and as many of its values.
    let packedBytes: Int
    let scale: Float
    let roundsKeys: Bool

    /// Blocks of all key heads, one head after the other.
    var blockCount: Int { k.heads * blocksPerHead }
    /// Tiles of all key heads, one head after the other.
    var tileCount: Int { k.heads * tilesPerHead }

    private var blocksPerHead: Int { (span.keys.count + TK_ATTENTION_BLOCK - 1) / TK_ATTENTION_BLOCK }
    private var tilesPerHead: Int { (span.queries.count * group + TK_ATTENTION_ROWS - 1) / TK_ATTENTION_ROWS }
    /// Query heads of a key head.
    private var group: Int { q.heads / k.heads }
    private var type: tk_element { q.tensor.elementType.kernelValue }

    fileprivate func pack(_ block: Int) {
        let head = block / blocksPerHead
        let keys = packedKeys(head)
        tk_attention_pack(
            k.pointer(token: span.keys.lowerBound, head: head),
            k.columns,
            v.pointer(token: span.keys.lowerBound, head: head),
            v.columns,
            span.keys.count,
            k.headDimension,
            block % blocksPerHead,
            keys,
            keys + packedBytes,
            type,
            roundsKeys
        )
    }

    fileprivate func attend(_ tile: Int) {
        let head = tile / tilesPerHead
        let keys = packedKeys(head)
        var problem = tk_attention(
            queries: q.pointer(token: span.queries.lowerBound, head: head * group),
            output: output.pointer(token: span.queries.lowerBound, head: head * group),
            query_stride: q.columns,
            output_stride: output.columns,
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
        let place = span.isCausal ? tilesPerHead - 1 - tile % tilesPerHead : tile % tilesPerHead
        tk_attention_tile(&problem, place * TK_ATTENTION_ROWS, type)
    }

    private func packedKeys(_ head: Int) -> UnsafeMutableRawPointer { packed.pointer + 2 * head * packedBytes }
}

/// Its units are blocks of keys.
struct KeyPacking: SharedWork {
    let attention: SpanAttention

    func carryOut(_ blocks: Range<Int>, worker: Int) {
        for block in blocks { attention.pack(block) }
    }
}

/// Its units are tiles of the result.
struct AttentionTiles: SharedWork {
    let attention: SpanAttention

    func carryOut(_ tiles: Range<Int>, worker: Int) {
        for tile in tiles { attention.attend(tile) }
    }
}
