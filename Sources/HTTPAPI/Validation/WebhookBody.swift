/// The body that makes or changes a webhook.
struct WebhookBody: Sendable {
    /// Empty for a new webhook.
    let id: String
    let url: String
    let eventTypes: [String]

    static let idField = text("webhook_id", isRequired: true, limit: 100, "Which webhook.")

    static let urlField = WebAddress.field("webhook_url", isRequired: true, "Where events are sent.")

    static let typesField = BodyField<[String]>.list(
        "types",
        isRequired: true,
        of: ["type": "string"],
        count: 1...16,
        "Which kinds of events."
    ) { json, path, faults in
        if let text = json.text, (1...64).contains(text.utf8.count) { return text }
        faults.append(FieldFault(field: path, message: "\(json.excerpt) is not a string of 1 to 64 bytes"))
        return nil
    }

    static let eventField = BodyField<[String]>(
        "event",
        isRequired: true,
        type: ["type": "object", "properties": [typesField.name: typesField.schema]],
        "What to tell."
    ) { json, path, faults in
        var reader = BodyReader(json, prefix: path + ".", faults: faults)
        let types = reader.read(typesField)
        faults = reader.faults
        return types
    }

    /// - Throws: ``APIError`` 400 with every fault.
    init(_ json: JSONValue, needsID: Bool) throws(APIError) {
        var reader = BodyReader(json)
        let id = needsID ? reader.read(Self.idField) : ""
        let url = reader.read(Self.urlField)
        let eventTypes = reader.read(Self.eventField)
        guard reader.faults.isEmpty, let id, let url, let eventTypes else { throw .invalidParameters(reader.faults) }
        self.id = id
        self.url = url
        self.eventTypes = eventTypes
    }

    static func schema(needsID: Bool) -> JSONValue {
        let id = JSONValue.Member(name: idField.name, value: idField.schema)
        let properties: [JSONValue.Member] = [
            .init(name: urlField.name, value: urlField.schema), .init(name: eventField.name, value: eventField.schema),
        ]
        let members = (needsID ? [id] : []) + properties
        return [
            "type": "object", "required": .array(members.map { .string($0.name) }), "properties": .object(members),
        ]
    }

    private static func text(
        _ name: String,
        isRequired: Bool,
        limit: Int,
        _ description: String
    ) -> BodyField<String> {
        BodyField(
            name,
            isRequired: isRequired,
            type: ["type": "string", "minLength": 1, "maxLength": .integer(limit)],
            description
        ) { json, path, faults in
            if let text = json.text, (1...limit).contains(text.utf8.count) { return text }
            faults.append(FieldFault(field: path, message: "\(json.excerpt) is not a string of 1 to \(limit) bytes"))
            return nil
        }
    }
}
