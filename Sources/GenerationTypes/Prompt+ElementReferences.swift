extension Prompt {
    /// A place in the prompt that names one of the request's elements, counted from 1.
    public struct ElementReference: Sendable, Hashable {
        public let number: Int
        public let range: Range<String.Index>
    }

    /// All places that name an element, in order: `(element1)`, `@Element1` and `<<<element_1>>>` mean the same, in
    /// any letter case, with or without the `_`.
    public var elementReferences: [ElementReference] {
        let characters = text.utf8
        var references: [ElementReference] = []
        var position = characters.startIndex
        while let opening = characters[position...].firstIndex(where: Self.openings.contains) {
            position = opening
            guard let reference = elementReference(at: position) else {
                position = characters.index(after: position)
                continue
            }
            references.append(reference)
            position = reference.range.upperBound
        }
        return references
    }

    /// What a reference begins with.
    private static let openings = [UInt8(ascii: "("), UInt8(ascii: "@"), UInt8(ascii: "<")]

    private func elementReference(at start: String.Index) -> ElementReference? {
        let rest = text.utf8[start...]
        for (opening, closing) in [("(", ")"), ("@", ""), ("<<<", ">>>")] {
            guard let word = rest.skipping(opening)?.skipping("element") else { continue }
            let digits = (word.skipping("_") ?? word)
            let end = digits.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.endIndex
            guard let number = Int(text[digits.startIndex..<end]),
                let following = text.utf8[end...].skipping(closing)
            else { continue }
            return ElementReference(number: number, range: start..<following.startIndex)
        }
        return nil
    }
}

extension Substring.UTF8View {
    /// What follows the word, which is given in lower case and may stand here in any; nil when it does not stand here.
    fileprivate func skipping(_ word: String) -> Substring.UTF8View? {
        var position = startIndex
        for expected in word.utf8 {
            guard position < endIndex else { return nil }
            let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(expected)
            guard self[position] == expected || (isLetter && self[position] | 0x20 == expected) else { return nil }
            position = index(after: position)
        }
        return self[position...]
    }
}
