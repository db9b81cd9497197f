import JobStore

/// The body that has an event sent again.
struct RedeliverBody: Sendable {
    let delivery: Int64

    static let deliveryField = BodyField<Int64>(
        "delivery_id",
        isRequired: true,
        type: ["type": "integer", "minimum": 1],
        "Which delivery, as `/webhook/deliveries` lists it."
    ) { json, path, faults in
        if case .number(let digits) = json, let number = Int64(digits), number > 0 { return number }
        faults.append(FieldFault(field: path, message: "\(json.excerpt) is not a positive integer"))
        return nil
    }

    static let schema: JSONValue = [
        "type": "object", "required": ["delivery_id"], "properties": ["delivery_id": deliveryField.schema],
    ]

    /// - Throws: ``APIError`` 400.
    init(_ json: JSONValue) throws(APIError) {
        var reader = BodyReader(json)
        guard let delivery = reader.read(Self.deliveryField) else { throw .invalidParameters(reader.faults) }
        self.delivery = delivery
    }
}

/// The body that changes a secret.
struct RotateBody: Sendable {
    /// Nil for the secret of the addresses that requests name.
    let webhook: WebhookID?

    static let webhookField = BodyField<String>(
        "webhook_id",
        type: ["type": ["string", "null"], "minLength": 1, "maxLength": 100],
        "Whose secret; without it, that of the addresses that requests name as `webhook_url`."
    ) { json, path, faults in
        if let text = json.text, (1...100).contains(text.utf8.count) { return text }
        faults.append(FieldFault(field: path, message: "\(json.excerpt) is not a string of 1 to 100 bytes"))
        return nil
    }

    static let schema: JSONValue = ["type": "object", "properties": ["webhook_id": webhookField.schema]]

    /// - Throws: ``APIError`` 400.
    init(_ json: JSONValue) throws(APIError) {
        // Nothing is required, so that only an empty object may be taken for "all that is usual".
        guard json.members != nil else { throw .badRequest("the body is not a JSON object") }
        var reader = BodyReader(json)
        webhook = reader.read(Self.webhookField).map(WebhookID.init(rawValue:))
        guard reader.faults.isEmpty else { throw .invalidParameters(reader.faults) }
    }
}
