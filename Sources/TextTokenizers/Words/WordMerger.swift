/// Turns the bytes of a word into tokens: one token a byte first, then the neighbours whose merge has the lowest rank become
/// one token, the leftmost first, until no neighbours merge. (Byte-pair encoding, Sennrich et al. 2016.)
struct WordMerger: Sendable {
    /// The token of each byte; nil for a byte that the vocabulary lacks, which is left out of every word.
    let tokensOfBytes: [Int32?]
    let table: MergeTable

    /// Words up to this many bytes are searched for their lowest rank again after every merge, which beats a heap there.
    private static let shortWord = 48

    /// Appends the tokens of a word.
    func merge(_ word: ArraySlice<UInt8>, into result: inout [Int32]) {
        if word.count <= Self.shortWord {
            mergeShort(word, into: &result)
        } else {
            var word = LongWord(word.compactMap { tokensOfBytes[Int($0)] }, table: table)
            word.merge()
            result.append(contentsOf: word.tokens)
        }
    }

    private func mergeShort(_ word: ArraySlice<UInt8>, into result: inout [Int32]) {
        let start = result.count
        for byte in word {
            if let token = tokensOfBytes[Int(byte)] { result.append(token) }
        }
        guard result.count - start > 1 else { return }
        withUnsafeTemporaryAllocation(of: MergeTable.Merge.self, capacity: Self.shortWord) { merges in
            // The merge of each token with the next one.
            let none = MergeTable.Merge(rank: .max, result: -1)
            var pairs = result.count - start - 1
            merges.initialize(repeating: none)
            for index in 0..<pairs {
                merges[index] = table.merge(result[start + index], result[start + index + 1]) ?? none
            }
            while pairs > 0 {
                var best = 0
                for index in 1..<max(1, pairs) where merges[index].rank < merges[best].rank { best = index }
                guard merges[best].rank != .max else { return }
                result[start + best] = merges[best].result
                result.remove(at: start + best + 1)
                pairs -= 1
                for index in best..<pairs { merges[index] = merges[index + 1] }
                if best < pairs {
                    merges[best] = table.merge(result[start + best], result[start + best + 1]) ?? none
                }
                if best > 0 { merges[best - 1] = table.merge(result[start + best - 1], result[start + best]) ?? none }
            }
        }
    }
}

/// A word of any length while it is merged: a linked list of tokens, and a heap of the merges that are possible. The time
/// is near linear, so that a megabyte of one letter is no way to stop a server.
private struct LongWord {
    private let table: MergeTable
    private(set) var tokens: [Int32]
    private var next: [Int32]
    private var previous: [Int32]
    /// Rank in the upper half, place in the lower: the smallest is the next to merge.
    private var heap: MinimumHeap
    private static let merged: Int32 = -1

    init(_ tokens: [Int32], table: MergeTable) {
        precondition(tokens.count < Int32.max, "a word of \(tokens.count) bytes is longer than \(Int32.max)")
        (self.tokens, self.table) = (tokens, table)
        let count = Int32(tokens.count)
        next = (0..<count).map { $0 + 1 }
        previous = (0..<count).map { $0 - 1 }
        heap = MinimumHeap(capacity: tokens.count)
        for place in 0..<max(0, count - 1) { addMerge(at: place) }
    }

    mutating func merge() {
        while let entry = heap.popMinimum() {
            let place = Int32(truncatingIfNeeded: entry)
            let (left, right) = (Int(place), Int(next[Int(place)]))
            // An entry is stale once either of its tokens has merged with another.
            guard tokens[left] != Self.merged, right < tokens.count,
                let merge = table.merge(tokens[left], tokens[right]), UInt64(merge.rank) == entry >> 32
            else { continue }
            tokens[left] = merge.result
            tokens[right] = Self.merged
            next[left] = next[right]
            if Int(next[left]) < tokens.count { previous[Int(next[left])] = place }
            addMerge(at: place)
            if previous[left] >= 0 { addMerge(at: previous[left]) }
        }
        tokens.removeAll { $0 == Self.merged }
    }

    private mutating func addMerge(at place: Int32) {
        let right = Int(next[Int(place)])
        guard right < tokens.count, let merge = table.merge(tokens[Int(place)], tokens[right]) else { return }
        heap.insert(UInt64(merge.rank) << 32 | UInt64(place))
    }
}
