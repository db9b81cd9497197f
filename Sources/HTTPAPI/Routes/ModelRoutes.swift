import GenerationTypes
import Hummingbird
import JobStore

/// | Method | Path | Answer |
/// |---|---|---|
/// | GET | /inference-model-information/list | the models served here |
struct ModelRoutes: Sendable {
    let access: Access
    let origins: OriginResolver
    let models: [ServedModel]

    func addRoutes(to router: Router<APIContext>) {
        router.get("inference-model-information/list", use: list)
    }

    @Sendable private func list(_ request: Request, context: APIContext) async throws -> Response {
        _ = try await access.caller(of: request, needing: .read, .generate, .admin)
        let origin = try origins.origin(of: request, context)
        let rows = models.map { model -> JSONValue in
            [
                "model_name": .string(model.slug), "slug": .string(model.slug), "engine": .string(model.engine),
                "price": .number(model.price.description), "type": "image-to-image",
                "endpoint": .string(origin.url("/v1/\(model.slug)")),
                "async_endpoint": .string(origin.url("/v2/\(model.slug)")),
            ]
        }
        return Response(json: ["data": .array(rows)])
    }
}
