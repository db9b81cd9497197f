/// The tokens of a text, and where in it its pictures stand.
public struct Qwen3VLPrompt: Sendable, Equatable {
    public let tokens: [Int]
    let images: [Span]

    /// The tokens that one picture takes.
    struct Span: Sendable, Equatable {
        let range: Range<Int>
        let grid: PatchGrid
    }

    /// In `tokens` the configuration's `imageToken` is repeated for every token of a picture; `images` are in the order in
    /// which they stand in the text.
    ///
    /// Throws `Qwen3VLPromptError` if the text does not have the pictures' tokens, or has one that is not in the
    /// vocabulary.
    public init(_ tokens: [Int], images: [PatchGrid], configuration: Qwen3VLConfiguration) throws {
        if let index = tokens.firstIndex(where: { !(0..<configuration.text.vocabularySize).contains($0) }) {
            throw Qwen3VLPromptError.unknownToken(tokens[index], vocabularySize: configuration.text.vocabularySize)
        }
        let runs = Qwen3VLPrompt.runs(of: configuration.imageToken, in: tokens)
        guard runs.map(\.count) == images.map(\.tokenCount) else {
            throw Qwen3VLPromptError.imageTokens(found: runs.map(\.count), expected: images.map(\.tokenCount))
        }
        self.tokens = tokens
        self.images = zip(runs, images).map { Span(range: $0, grid: $1) }
    }

    private static func runs(of token: Int, in tokens: [Int]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for (index, found) in tokens.enumerated() where found == token {
            if let last = runs.last, last.upperBound == index {
                runs[runs.count - 1] = last.lowerBound..<index + 1
            } else {
                runs.append(index..<index + 1)
            }
        }
        return runs
    }

    /// The time, row and column of every token, for the rotation of queries and keys.
    ///
    /// Words count all three on together. A picture stands still in time while its rows and columns count from where
    /// the words before it ended; the words after it go on behind its longer side (`get_rope_index` of
    /// modeling_qwen3_vl.py).
    var positions: [Position] {
        var positions: [Position] = []
        positions.reserveCapacity(tokens.count)
        var next = 0
        func appendWords(until end: Int) {
            while positions.count < end {
                positions.append(Position(time: next, row: next, column: next))
                next += 1
            }
        }
        for image in images {
            appendWords(until: image.range.lowerBound)
            for row in 0..<image.grid.blockRows {
                for column in 0..<image.grid.blockColumns {
                    positions.append(Position(time: next, row: next + row, column: next + column))
                }
            }
            next += max(image.grid.blockRows, image.grid.blockColumns)
        }
        appendWords(until: tokens.count)
        return positions
    }

    struct Position: Sendable, Equatable {
        let time: Int
        let row: Int
        let column: Int
    }
}

/// A text that Qwen3-VL cannot read.
public enum Qwen3VLPromptError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A token's number is not below the vocabulary's size: the tokenizer belongs to another model.
    case unknownToken(Int, vocabularySize: Int)
    /// The lengths of the runs of image tokens in the text are not those of the pictures given with it.
    case imageTokens(found: [Int], expected: [Int])

    public var description: String {
        switch self {
        case .unknownToken(let token, let size): "token \(token) of a vocabulary of \(size)"
        case .imageTokens(let found, let expected):
            "the text has image tokens in runs of \(found), the pictures given with it need \(expected)"
        }
    }
}
