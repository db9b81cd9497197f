import Hummingbird

/// | Method | Path | Answer |
/// |---|---|---|
/// | GET | /openapi.json | this API as an OpenAPI 3.1 document |
struct OpenAPIRoutes: Sendable {
    private let document: ByteBuffer

    /// The document is the same for everybody and is written once.
    init(document: JSONValue) { self.document = document.buffer }

    func addRoutes(to router: Router<APIContext>) {
        router.get("openapi.json") { _, _ in
            Response(json: document)
        }
    }
}
