/// How text is cut into the words that are encoded each on its own: one of the regular expressions that families use,
/// described by where they differ. `WordScanner` finds their matches.
struct WordPattern: Sendable, Hashable {
    /// The expression as tokenizer files spell it.
    let expression: String
    /// Whether `'s`, `'t`, `'re` and the others count in capitals too.
    let ignoresCaseOfContractions: Bool
    /// Whether any scalar but a line break, letter or number may begin a word of letters; else only a space.
    let anyPrefix: Bool
    /// The most numbers in one word; nil for any count, with a space before them.
    let numberLimit: Int?
    /// Whether line breaks end signs and white space before other words.
    let takesLineBreaks: Bool

    static let known: [WordPattern] = [.qwen2, .cl100k, .gpt2]

    static let qwen2 = WordPattern(
        expression: #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"#
            + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#,
        ignoresCaseOfContractions: true,
        anyPrefix: true,
        numberLimit: 1,
        takesLineBreaks: true
    )

    static let cl100k = WordPattern(
        expression: #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}"#
            + #"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#,
        ignoresCaseOfContractions: true,
        anyPrefix: true,
        numberLimit: 3,
        takesLineBreaks: true
    )

    static let gpt2 = WordPattern(
        expression: #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#,
        ignoresCaseOfContractions: false,
        anyPrefix: false,
        numberLimit: nil,
        takesLineBreaks: false
    )
}
