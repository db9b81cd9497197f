/// One field of a JSON body, defined once: how it is checked and what `/openapi.json` says about it.
struct BodyField<Value: Sendable>: Sendable {
    let name: String
    let isRequired: Bool
    /// Its JSON Schema, with description and default.
    let schema: JSONValue
    /// Turns a value that is there into one that cannot be wrong, or adds to the faults. The text is the field's path.
    let check: @Sendable (JSONValue, _ path: String, inout [FieldFault]) -> Value?

    init(
        _ name: String,
        isRequired: Bool = false,
        type: JSONValue,
        _ description: String,
        default defaultValue: JSONValue? = nil,
        check: @escaping @Sendable (JSONValue, String, inout [FieldFault]) -> Value?
    ) {
        self.name = name
        self.isRequired = isRequired
        var members = type.members ?? []
        members.append(.init(name: "description", value: .string(description)))
        if let defaultValue { members.append(.init(name: "default", value: defaultValue)) }
        self.schema = .object(members)
        self.check = check
    }
}

// MARK: - Kinds of fields

extension BodyField where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// A field with a fixed set of texts.
    static func choice(_ name: String, default defaultValue: Value, _ description: String) -> Self {
        let allowed = Value.allCases.map(\.rawValue)
        return BodyField(
            name,
            type: ["type": "string", "enum": .array(allowed.map(JSONValue.string))],
            description,
            default: .string(defaultValue.rawValue)
        ) { json, path, faults in
            if let value = json.text.flatMap(Value.init(rawValue:)) { return value }
            let message = "\(json.excerpt) is not one of \(allowed.joined(separator: ", "))"
            faults.append(FieldFault(field: path, message: message))
            return nil
        }
    }
}

extension BodyField where Value == Bool {
    static func flag(_ name: String, _ description: String) -> Self {
        BodyField(name, type: ["type": "boolean"], description, default: false) { json, path, faults in
            if case .bool(let flag) = json { return flag }
            faults.append(FieldFault(field: path, message: "\(json.excerpt) is not true or false"))
            return nil
        }
    }
}

extension BodyField where Value == UInt32 {
    static func uint32(_ name: String, _ description: String) -> Self {
        BodyField(
            name,
            type: ["type": "integer", "minimum": 0, "maximum": .integer(UInt32.max)],
            description
        ) { json, path, faults in
            if case .number(let digits) = json, let value = UInt32(digits) { return value }
            faults.append(FieldFault(field: path, message: "\(json.excerpt) is not an integer from 0 to \(UInt32.max)"))
            return nil
        }
    }
}

extension BodyField {
    /// A list whose items are all checked, so that every fault of every item is found.
    static func list<Item>(
        _ name: String,
        isRequired: Bool = false,
        of itemSchema: JSONValue,
        count: ClosedRange<Int>,
        _ description: String,
        item: @escaping @Sendable (JSONValue, String, inout [FieldFault]) -> Item?
    ) -> Self where Value == [Item] {
        let type: JSONValue = [
            "type": "array", "items": itemSchema,
            "minItems": .integer(count.lowerBound), "maxItems": .integer(count.upperBound),
        ]
        return BodyField(name, isRequired: isRequired, type: type, description) { json, path, faults in
            guard let items = json.items else {
                faults.append(FieldFault(field: path, message: "\(json.excerpt) is not a list"))
                return nil
            }
            guard count.contains(items.count) else {
                let allowed = "\(count.lowerBound) to \(count.upperBound) are allowed"
                faults.append(FieldFault(field: path, message: "has \(items.count) items; \(allowed)"))
                return nil
            }
            let faultCount = faults.count
            let values = items.enumerated().compactMap { item($1, "\(path)[\($0)]", &faults) }
            return faults.count == faultCount ? values : nil
        }
    }
}
