import Hummingbird
import ImageCodecs
import ImageFetcher
import JobStore

/// | Method | Path | Answer |
/// |---|---|---|
/// | POST | /upload-asset | URLs under /assets for the images in the body |
struct UploadRoutes: Sendable {
    static let fields = BodyField<[ImageLocation]>.list(
        "data_urls",
        isRequired: true,
        of: ImageLocation.schema,
        count: 1...20,
        "The images as data:image/…;base64 URIs.",
        item: dataURI
    )

    let access: Access
    let rates: RateGate
    let bodies: RequestBodyReader
    let origins: OriginResolver
    let images: ImageIntake

    func addRoutes(to router: Router<APIContext>) {
        router.post("upload-asset", use: upload)
    }

    /// All images are judged before the first is stored: an upload succeeds or fails as a whole.
    @Sendable private func upload(_ request: Request, context: APIContext) async throws -> Response {
        let caller = try await access.caller(of: request, needing: .generate)
        let rate = try await rates.admit(caller)
        let origin = try origins.origin(of: request, context)
        let body = try await bodies.json(of: request, context)
        var reader = BodyReader(body.json)
        guard let locations = reader.read(Self.fields) else { throw APIError.invalidParameters(reader.faults) }

        var urls: [JSONValue] = []
        for (bytes, header) in try await decode(locations) {
            let key = try await images.artifacts.put(
                bytes,
                in: .assets,
                fileExtension: header.format.fileExtension,
                account: caller.account
            )
            urls.append(.string(origin.url("/\(key)")))
        }
        var response = Response(json: [
            "file_urls": .array(urls), "urls": .array(urls), "message": "Files uploaded successfully",
        ])
        rates.addHeaders(rate, to: &response)
        return response
    }

    private func decode(_ locations: [ImageLocation]) async throws -> [([UInt8], ImageHeader)] {
        var decoded: [([UInt8], ImageHeader)] = []
        var faults: [FieldFault] = []
        for (index, location) in locations.enumerated() {
            let field = "\(Self.fields.name)[\(index)]"
            do {
                let bytes = try await images.fetcher.fetch(location.text).bytes
                decoded.append((bytes, try await images.inspect(bytes)))
            } catch let error as ImageFetchError {
                faults += APIError(error, field: field).faults
            } catch let error as ImageCodecError {
                let error = APIError(error, field: field)
                guard !error.faults.isEmpty else { throw error }
                faults += error.faults
            }
        }
        guard faults.isEmpty else { throw APIError.invalidParameters(faults) }
        return decoded
    }

    /// Uploads never fetch: an address of the web is not an upload. Media types that are no images are let through to
    /// the look at the bytes, which says better what is wrong.
    private static func dataURI(_ json: JSONValue, _ path: String, _ faults: inout [FieldFault]) -> ImageLocation? {
        if let text = json.text, text.prefix(5).lowercased() == "data:" { return ImageLocation(text: text) }
        faults.append(FieldFault(field: path, message: "\(json.excerpt) is not a data:image/…;base64 URI"))
        return nil
    }
}
