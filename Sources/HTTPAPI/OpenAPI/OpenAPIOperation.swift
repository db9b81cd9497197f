import HTTPTypes

/// One verb of one path, as the document describes it.
struct OpenAPIOperation: Sendable {
    struct Parameter: Sendable {
        let name: String
        /// `query`, `header`; parameters of the path are found in it.
        let place: String
        let schema: JSONValue
        let description: String

        static func query(_ name: String, _ description: String, _ schema: JSONValue = ["type": "string"]) -> Self {
            Self(name: name, place: "query", schema: schema, description: description)
        }
    }

    let method: HTTPRequest.Method
    /// With parameters in braces: `/v2/requests/{id}`.
    let path: String
    let summary: String
    var needsKey = true
    var parameters: [Parameter] = []
    /// A JSON Schema.
    var body: JSONValue?
    /// The media types of the answer with status 200.
    var answers: [(mediaType: String, schema: JSONValue)] = [("application/json", ["type": "object"])]
    /// Statuses of answers in the error envelope.
    var errors: [Int] = []

    var json: JSONValue {
        .object(compacting: [
            "summary": .string(summary),
            "security": needsKey ? [["apiKey": []], ["bearer": []]] : [],
            "parameters": .array(pathParameters + parameters.map(Self.json)),
            "requestBody": body.map { ["required": true, "content": ["application/json": ["schema": $0]]] },
            "responses": .object(responses),
        ])
    }

    private var pathParameters: [JSONValue] {
        path.split(separator: "/").compactMap { part in
            guard part.hasPrefix("{") else { return nil }
            let name = String(part.dropFirst().dropLast())
            return ["name": .string(name), "in": "path", "required": true, "schema": ["type": "string"]]
        }
    }

    private static func json(_ parameter: Parameter) -> JSONValue {
        [
            "name": .string(parameter.name), "in": .string(parameter.place), "schema": parameter.schema,
            "description": .string(parameter.description),
        ]
    }

    private var responses: [JSONValue.Member] {
        let content = answers.map { JSONValue.Member(name: $0.mediaType, value: ["schema": $0.schema]) }
        let success = JSONValue.Member(name: "200", value: ["description": "OK", "content": .object(content)])
        let allErrors = Set(errors + (needsKey ? [401, 403, 429] : []) + (body == nil ? [] : [400, 406, 413, 503]))
            .sorted()
        return [success]
            + allErrors.map { status in
                let name = OpenAPIErrors.name(status)
                return JSONValue.Member(
                    name: String(status),
                    value: ["$ref": .string("#/components/responses/\(name)")]
                )
            }
    }
}
