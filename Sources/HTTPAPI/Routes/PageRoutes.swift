import HTTPTypes
import Hummingbird
import Playground

/// The web pages, out of the binary: for people, and therefore no part of the described API.
///
/// | Method | Path | Answer |
/// |---|---|---|
/// | GET | / | the playground |
/// | GET | /admin | the operator's page |
/// | GET | /docs | this API, explained |
/// | GET | /playground/… | what these pages are made of |
struct PageRoutes: Sendable {
    func addRoutes(to router: Router<APIContext>) {
        for file in WebFile.all {
            let bytes = ByteBuffer(bytes: file.bytes)
            router.get(RouterPath(file.path)) { request, _ in Self.answer(request, file, bytes) }
        }
    }

    private static func answer(_ request: Request, _ file: WebFile, _ bytes: ByteBuffer) -> Response {
        let headers: HTTPFields = [
            .contentType: file.mediaType, .eTag: file.entityTag, .cacheControl: WebFile.cacheControl,
            .contentSecurityPolicy: WebFile.contentSecurityPolicy,
        ]
        if let known = request.headers[.ifNoneMatch], file.isNamed(by: known) {
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }
}
