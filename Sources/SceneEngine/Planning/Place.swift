/// A part of the picture that a prompt can name.
public enum Place: Sendable, Hashable {
    case sky, water, trees, ground, buildings, roofs, people, animals
    case foreground, background, left, right, top, bottom, center
    /// One of the request's elements, counted from 1.
    case element(Int)

    /// Every place but the elements.
    static let named: [Place] = [
        .sky, .water, .trees, .ground, .buildings, .roofs, .people, .animals,
        .foreground, .background, .left, .right, .top, .bottom, .center,
    ]
}

extension Place: Codable, CustomStringConvertible {
    /// `sky`, `roofs`, `element1`.
    public var description: String {
        switch self {
        case .sky: "sky"
        case .water: "water"
        case .trees: "trees"
        case .ground: "ground"
        case .buildings: "buildings"
        case .roofs: "roofs"
        case .people: "people"
        case .animals: "animals"
        case .foreground: "foreground"
        case .background: "background"
        case .left: "left"
        case .right: "right"
        case .top: "top"
        case .bottom: "bottom"
        case .center: "center"
        case .element(let number): "element\(number)"
        }
    }

    /// Reads what `description` writes; nil for any other text.
    init?(_ text: some StringProtocol) {
        if let place = Self.named.first(where: { $0.description == text }) {
            self = place
        } else if text.hasPrefix("element"), let number = Int(text.dropFirst("element".count)), number > 0 {
            self = .element(number)
        } else {
            return nil
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let place = Place(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a place: \(text)")
        }
        self = place
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
