/// Finds added tokens in text: the first place where any begins, and there the longest.
struct AddedTokenMatcher: Sendable {
    /// A part of the text.
    enum Piece: Hashable {
        case text(Range<Int>)
        case token(Int32)
    }

    /// A tree over the tokens' bytes: the next node by node and byte, and the token that ends at each node.
    private var edges: [Edge: Int] = [:]
    private var ends: [AddedToken?] = [nil]
    private var firstBytes = Array(repeating: false, count: 256)

    private struct Edge: Hashable {
        var node: Int
        var byte: UInt8
    }

    /// The spelling is what to look for in place of a token's content.
    init(_ tokens: [AddedToken], spelling: (AddedToken) -> [UInt8] = { Array($0.content.utf8) }) {
        for token in tokens {
            let bytes = spelling(token)
            guard let first = bytes.first else { continue }
            firstBytes[Int(first)] = true
            var node = 0
            for byte in bytes {
                let edge = Edge(node: node, byte: byte)
                if let next = edges[edge] {
                    node = next
                } else {
                    ends.append(nil)
                    node = ends.count - 1
                    edges[edge] = node
                }
            }
            ends[node] = token
        }
    }

    /// Cuts text into tokens and what is between them. Nothing is empty but for an empty text, which has no pieces.
    func pieces(of text: [UInt8]) -> [Piece] {
        var pieces: [Piece] = []
        var (done, position) = (0, 0)
        while let (token, match) = firstMatch(in: text, from: position) {
            position = match.upperBound
            guard !token.isSingleWord || isSeparate(match, in: text) else { continue }
            // The token before may have taken the white space already.
            let start =
                token.stripsLeft ? max(startOfSpace(before: match.lowerBound, in: text), done) : match.lowerBound
            if done < start { pieces.append(.text(done..<start)) }
            pieces.append(.token(token.id))
            done = token.stripsRight ? endOfSpace(after: match.upperBound, in: text) : match.upperBound
        }
        if done < text.count { pieces.append(.text(done..<text.count)) }
        return pieces
    }

    private func firstMatch(in text: [UInt8], from start: Int) -> (AddedToken, Range<Int>)? {
        guard !edges.isEmpty else { return nil }
        for position in start..<text.count where firstBytes[Int(text[position])] {
            if let match = longestMatch(in: text, at: position) { return match }
        }
        return nil
    }

    private func longestMatch(in text: [UInt8], at start: Int) -> (AddedToken, Range<Int>)? {
        var found: (AddedToken, Range<Int>)?
        var (node, position) = (0, start)
        while position < text.count, let next = edges[Edge(node: node, byte: text[position])] {
            (node, position) = (next, position + 1)
            if let token = ends[node] { found = (token, start..<position) }
        }
        return found
    }

    private func isSeparate(_ match: Range<Int>, in text: [UInt8]) -> Bool {
        let isJoinedBefore =
            match.lowerBound > 0 && ScalarKinds.isWordCharacter(text.scalar(before: match.lowerBound).value)
        let isJoinedAfter =
            match.upperBound < text.count && ScalarKinds.isWordCharacter(text.scalar(at: match.upperBound).value)
        return !isJoinedBefore && !isJoinedAfter
    }

    private func startOfSpace(before end: Int, in text: [UInt8]) -> Int {
        var start = end
        while start > 0 {
            let (value, length) = text.scalar(before: start)
            guard ScalarKinds.reference[value] == .space else { break }
            start -= length
        }
        return start
    }

    private func endOfSpace(after start: Int, in text: [UInt8]) -> Int {
        var end = start
        while end < text.count {
            let (value, length) = text.scalar(at: end)
            guard ScalarKinds.reference[value] == .space else { break }
            end += length
        }
        return end
    }
}
