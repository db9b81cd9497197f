/// What is wrong with one field of a request.
struct FieldFault: Error, Sendable, Hashable {
    /// Where: `prompt`, `elements[2].frontal_image_url`.
    let field: String
    /// What came and what is allowed: `'5:4' is not one of 16:9, 9:16`.
    let message: String

    var text: String { "\(field): \(message)" }
}

extension JSONValue {
    /// The value as an error message shows it: short, on one line.
    var excerpt: String {
        switch self {
        case .string(let text): "'\(Self.shortened(text))'"
        case .array(let items): "a list of \(items.count)"
        case .object: "an object"
        case .number(let digits): Self.shortened(digits)
        case .bool, .null: headerText
        }
    }

    private static func shortened(_ text: String) -> String {
        let limit = 60
        let visible = text.prefix(limit).unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar
        }
        let isCut = text.utf8.count > limit && text.dropFirst(limit).isEmpty == false
        return String(String.UnicodeScalarView(visible)) + (isCut ? "…" : "")
    }
}
