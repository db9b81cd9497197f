/// Which bytes of a file are there: ranges in order, none touching another.
struct ByteRanges: Sendable, Hashable {
    private(set) var ranges: [Range<Int64>] = []

    /// How many bytes are there.
    var count: Int64 { ranges.reduce(0) { $0 + Int64($1.count) } }

    mutating func insert(_ range: Range<Int64>) {
        guard !range.isEmpty else { return }
        // All ranges that overlap or touch the new one become one with it.
        let first = ranges.firstIndex { $0.upperBound >= range.lowerBound } ?? ranges.count
        let last = ranges[first...].firstIndex { $0.lowerBound > range.upperBound } ?? ranges.count
        let joined = ranges[first..<last].reduce(range) {
            min($0.lowerBound, $1.lowerBound)..<max($0.upperBound, $1.upperBound)
        }
        ranges.replaceSubrange(first..<last, with: [joined])
    }

    /// What is missing of a file, in pieces of at most a size.
    func gaps(size: Int64, pieceSize: Int64) -> [Range<Int64>] {
        var gaps: [Range<Int64>] = []
        var place: Int64 = 0
        for end in ranges.map(\.lowerBound) + [size] {
            while place < end {
                let next = min(end, place + pieceSize)
                gaps.append(place..<next)
                place = next
            }
            place = ranges.first { $0.lowerBound == end }?.upperBound ?? end
        }
        return gaps
    }
}
