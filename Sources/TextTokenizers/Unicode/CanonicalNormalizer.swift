/// Normalization form C, as the reference's normaliser does it: with the tables of Unicode 9.0.
///
/// Marks and mappings that later versions added are left as they are and never reordered, whatever the toolchain's own
/// tables know. Text is cut at every scalar that normalisation can neither change nor combine with what is before it, and
/// only the pieces between such scalars are taken apart, reordered and composed (Unicode Standard Annex 15).
struct CanonicalNormalizer: Sendable {
    static let reference = CanonicalNormalizer()

    private let mappings: CanonicalTable
    /// Whether a scalar of the first two planes always stays as it is and starts a new piece.
    private let settled: [Bool]
    private static let firstUnsettledLeadByte: UInt8 = 0xCC  // of U+0300; no scalar below it is ever changed

    private init() {
        let mappings = CanonicalTable()
        self.mappings = mappings
        settled = (0..<0x20000).map { mappings.isSettled($0) }
    }

    private func isSettled(_ value: UInt32) -> Bool {
        value < 0x20000 ? settled[Int(value)] : mappings.isSettled(value)
    }

    /// The normalised text; both are valid UTF-8.
    func normalize(_ text: [UInt8]) -> [UInt8] {
        guard let first = text.firstIndex(where: { $0 >= Self.firstUnsettledLeadByte }) else { return text }
        var result: [UInt8] = []
        // What is before `copied` is in the result already.
        var (position, copied, lastStart) = (first, 0, max(0, first - 1))
        while first > 0, lastStart > 0, text[lastStart] & 0xC0 == 0x80 { lastStart -= 1 }
        while position < text.count {
            let (value, length) = text.scalar(at: position)
            guard !isSettled(value) else {
                (lastStart, position) = (position, position + length)
                continue
            }
            var end = position + length
            while end < text.count {
                let (next, nextLength) = text.scalar(at: end)
                guard !isSettled(next) else { break }
                end += nextLength
            }
            result.append(contentsOf: text[copied..<lastStart])
            for scalar in composed(text, lastStart..<end) { result.append(scalar: scalar) }
            (copied, lastStart, position) = (end, end, end)
        }
        guard copied > 0 else { return text }
        result.append(contentsOf: text[copied...])
        return result
    }

    /// One piece, from its settled start to before the next one.
    private func composed(_ text: [UInt8], _ range: Range<Int>) -> [UInt32] {
        var scalars: [(value: UInt32, combining: UInt8)] = []
        var position = range.lowerBound
        while position < range.upperBound {
            let (value, length) = text.scalar(at: position)
            mappings.decompose(value) { scalars.append(($0, mappings.combiningClass($0))) }
            position += length
        }
        sortMarks(&scalars)
        return compose(scalars)
    }

    /// Puts each run of marks into the order of their classes; marks of one class keep theirs.
    private func sortMarks(_ scalars: inout [(value: UInt32, combining: UInt8)]) {
        var start = 0
        while start < scalars.count {
            guard scalars[start].combining != 0 else {
                start += 1
                continue
            }
            let end = scalars[start...].firstIndex { $0.combining == 0 } ?? scalars.count
            if end - start > 1 {
                // Equal classes are told apart by place, because the standard sort need not keep their order.
                let order = (start..<end).sorted { (scalars[$0].combining, $0) < (scalars[$1].combining, $1) }
                scalars.replaceSubrange(start..<end, with: order.map { scalars[$0] })
            }
            start = end
        }
    }

    private func compose(_ scalars: [(value: UInt32, combining: UInt8)]) -> [UInt32] {
        var result: [UInt32] = []
        var starter: Int?
        var lastClass: UInt8 = 0
        for (value, combining) in scalars {
            if let place = starter {
                // A mark is blocked by one of its own or a higher class, a starter by any mark, before it.
                let isNext = place == result.count - 1
                if isNext || combining > lastClass, let pair = mappings.composition(result[place], value) {
                    result[place] = pair
                    continue
                }
            }
            result.append(value)
            lastClass = combining
            if combining == 0 { starter = result.count - 1 }
        }
        return result
    }
}
