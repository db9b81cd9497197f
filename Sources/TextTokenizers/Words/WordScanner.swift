/// Cuts text into words as a pattern's regular expression does, in one pass.
///
/// At each place the expression's alternatives are tried in their order:
/// 1. a contraction: `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll`, `'d`
/// 2. letters, with at most one other scalar before them
/// 3. numbers
/// 4. signs (no white space, letter or number), with at most one space before them, and the line breaks after them
/// 5. white space up to its last line break
/// 6. white space without its last scalar when a word follows, which that word may take
/// 7. white space
///
/// Every scalar belongs to one word. No scalar is looked at more than a few times, however long a run is.
struct WordScanner {
    private let text: [UInt8]
    private let pattern: WordPattern
    private let kinds: ScalarKinds
    private var position = 0

    /// The text is valid UTF-8.
    init(_ text: [UInt8], pattern: WordPattern, kinds: ScalarKinds = .reference) {
        (self.text, self.pattern, self.kinds) = (text, pattern, kinds)
    }

    /// The next word's bytes; nil at the end of the text.
    mutating func next() -> Range<Int>? {
        guard position < text.count else { return nil }
        let start = position
        position = endOfWord(from: start)
        return start..<position
    }

    private func endOfWord(from start: Int) -> Int {
        if text[start] == UInt8(ascii: "'"), let end = endOfContraction(from: start) { return end }
        let (value, length) = text.scalar(at: start)
        let kind = kinds[value]
        let second = start + length
        switch kind {
        case .letter: return endOfRun(of: .letter, from: second)
        case .number: return endOfNumbers(from: second, count: 1)
        case .space, .other: break
        }
        let isSpace = value == 0x20
        let next = kindOfScalar(at: second)
        if next == .letter, pattern.anyPrefix ? value != 0x0A && value != 0x0D : isSpace {
            return endOfRun(of: .letter, from: second)
        }
        if next == .number, pattern.numberLimit == nil, isSpace { return endOfNumbers(from: second, count: 1) }
        if kind == .other { return endOfSigns(from: second) }
        if next == .other, isSpace { return endOfSigns(from: second) }
        return endOfSpace(from: start)
    }

    /// Nil past the end of the text.
    private func kindOfScalar(at place: Int) -> ScalarKind? {
        place < text.count ? kinds[text.scalar(at: place).value] : nil
    }

    private func endOfRun(of kind: ScalarKind, from start: Int) -> Int {
        var end = start
        while end < text.count {
            let (value, length) = text.scalar(at: end)
            guard kinds[value] == kind else { break }
            end += length
        }
        return end
    }

    private func endOfNumbers(from start: Int, count: Int) -> Int {
        var (end, count) = (start, count)
        while end < text.count, count < pattern.numberLimit ?? .max {
            let (value, length) = text.scalar(at: end)
            guard kinds[value] == .number else { break }
            end += length
            count += 1
        }
        return end
    }

    private func endOfSigns(from start: Int) -> Int {
        var end = endOfRun(of: .other, from: start)
        while pattern.takesLineBreaks, end < text.count, text[end].isLineBreak { end += 1 }
        return end
    }

    private func endOfSpace(from start: Int) -> Int {
        let end = endOfRun(of: .space, from: start)
        if pattern.takesLineBreaks, let lineBreak = text[start..<end].lastIndex(where: \.isLineBreak) {
            return lineBreak + 1
        }
        guard end < text.count else { return end }
        let beforeLast = end - text.scalar(before: end).length
        return beforeLast > start ? beforeLast : end
    }

    private func endOfContraction(from start: Int) -> Int? {
        let first = letter(at: start + 1)
        switch first.letter {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return first.end
        case UInt8(ascii: "r"), UInt8(ascii: "v"):
            let second = letter(at: first.end)
            return second.letter == UInt8(ascii: "e") ? second.end : nil
        case UInt8(ascii: "l"):
            let second = letter(at: first.end)
            return second.letter == UInt8(ascii: "l") ? second.end : nil
        default: return nil
        }
    }

    /// A letter in lower case where case is ignored. The long s (U+017F) then counts as an s, as case folding has it.
    private func letter(at place: Int) -> (letter: UInt8, end: Int) {
        guard place < text.count else { return (0, place) }
        let byte = text[place]
        guard pattern.ignoresCaseOfContractions else { return (byte, place + 1) }
        if byte == 0xC5, text[place + 1] == 0xBF { return (UInt8(ascii: "s"), place + 2) }
        let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
        return (isCapital ? byte | 0x20 : byte, place + 1)
    }
}

extension UInt8 {
    fileprivate var isLineBreak: Bool { self == 0x0A || self == 0x0D }
}
