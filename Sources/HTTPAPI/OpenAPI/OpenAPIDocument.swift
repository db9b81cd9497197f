import GenerationTypes
import HTTPTypes

/// The API as an OpenAPI 3.1 document. Bodies come from the definitions that validation reads through; a test compares
/// the paths with the router's.
struct OpenAPIDocument: Sendable {
    let models: [ServedModel]
    let publicOrigin: PublicOrigin?
    let v1Response: V1Response

    init(_ configuration: HTTPAPIConfiguration) {
        models = configuration.models
        publicOrigin = configuration.publicOrigin
        v1Response = configuration.v1Response
    }

    var json: JSONValue {
        .object(compacting: [
            "openapi": "3.1.0",
            "info": [
                "title": "Yukimi", "version": "1",
                "description": "Send an image and a sentence, get the image transformed.",
            ],
            "servers": publicOrigin.map { [["url": .string($0.description)]] },
            "paths": .object(paths),
            "components": [
                "securitySchemes": [
                    "apiKey": ["type": "apiKey", "in": "header", "name": "x-api-key"],
                    "bearer": ["type": "http", "scheme": "bearer"],
                ],
                "responses": .object(OpenAPIErrors.responses),
                "schemas": ["error": OpenAPIErrors.schema],
            ],
        ])
    }

    /// Operations grouped by path, in the order of their first.
    private var paths: [JSONValue.Member] {
        var order: [String] = []
        var members: [String: [JSONValue.Member]] = [:]
        for operation in operations {
            if members[operation.path] == nil { order.append(operation.path) }
            let verb = operation.method.rawValue.lowercased()
            members[operation.path, default: []].append(.init(name: verb, value: operation.json))
        }
        return order.map { JSONValue.Member(name: $0, value: .object(members[$0] ?? [])) }
    }
}
