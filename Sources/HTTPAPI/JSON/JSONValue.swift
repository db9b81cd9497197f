/// A JSON document as a value. Members keep their order, and numbers keep their digits: amounts of money and seeds are
/// never squeezed through a binary fraction, and an error message shows the number that was sent.
enum JSONValue: Sendable, Hashable {
    struct Member: Sendable, Hashable {
        let name: String
        let value: JSONValue
    }

    case null
    case bool(Bool)
    /// The number as it stands in the text, such as `-1.5e3`.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])
}

extension JSONValue {
    /// The value of the member with this name: the last one when the name is repeated, as most readers have it.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }

    subscript(index: Int) -> JSONValue? {
        guard case .array(let items) = self, items.indices.contains(index) else { return nil }
        return items[index]
    }

    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    var items: [JSONValue]? {
        guard case .array(let items) = self else { return nil }
        return items
    }

    var members: [Member]? {
        guard case .object(let members) = self else { return nil }
        return members
    }

    static func integer(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }

    /// A number of thousandths, written with three decimals: 1310 is `1.310`.
    static func thousandths(_ count: Int) -> JSONValue { .number(decimalText(thousandths: count)) }

    /// An object without the members whose value is nil.
    static func object(compacting members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(members.compactMap { name, value in value.map { Member(name: name, value: $0) } })
    }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { Member(name: $0.0, value: $0.1) })
    }
}

extension JSONValue: ExpressibleByArrayLiteral {
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: ExpressibleByStringInterpolation {
    init(stringLiteral value: String) { self = .string(value) }
}

extension JSONValue: ExpressibleByBooleanLiteral {
    init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSONValue: ExpressibleByIntegerLiteral {
    init(integerLiteral value: Int) { self = .integer(value) }
}

/// 1310 thousandths are `1.310`.
func decimalText(thousandths count: Int) -> String {
    let digits = String(count.magnitude % 1_000)
    let fraction = String(repeating: "0", count: 3 - digits.count) + digits
    return "\(count < 0 ? "-" : "")\(count.magnitude / 1_000).\(fraction)"
}
