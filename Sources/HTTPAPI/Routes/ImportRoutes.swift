import Hummingbird
import ImageFetcher
import JobStore

/// For pages, which may show only what comes from this server: an image of the web becomes one of the account's uploads.
///
/// | Method | Path | Answer |
/// |---|---|---|
/// | POST | /import-asset | the URL under /assets of the image that was fetched |
struct ImportRoutes: Sendable {
    static let field = BodyField(
        "image_url",
        isRequired: true,
        type: ImageLocation.schema,
        "Where the image is.",
        check: ImageLocation.check
    )

    let access: Access
    let rates: RateGate
    let bodies: RequestBodyReader
    let origins: OriginResolver
    let images: ImageIntake

    func addRoutes(to router: Router<APIContext>) {
        router.post("import-asset", use: importImage)
    }

    /// The same checks as for an image that a request names.
    @Sendable private func importImage(_ request: Request, context: APIContext) async throws -> Response {
        let caller = try await access.caller(of: request, needing: .generate)
        let rate = try await rates.admit(caller)
        let origin = try origins.origin(of: request, context)
        let body = try await bodies.json(of: request, context)
        var reader = BodyReader(body.json)
        guard let location = reader.read(Self.field) else { throw APIError.invalidParameters(reader.faults) }
        let key = try await images.storeAsset(
            location,
            of: ImageIntake.Owner(account: caller.account, memory: body.memory),
            field: Self.field.name
        )
        var response = Response(json: ["url": .string(origin.url("/\(key)"))])
        rates.addHeaders(rate, to: &response)
        return response
    }
}
