import HTTPTypes
import Hummingbird
import JobStore
import NIOCore

/// For Prometheus, which sends a key as `authorization: {type: Bearer, credentials: <key>}`.
///
/// | Method | Path | Answer |
/// |---|---|---|
/// | GET | /metrics | what the server counted, and the state of the queue; needs the scope `operator` unless the setting `metrics.open` says otherwise |
struct MetricsRoutes: Sendable {
    let access: Access
    let isOpen: Bool
    let metrics: @Sendable () async throws -> String

    func addRoutes(to router: Router<APIContext>) {
        router.get("metrics", use: exposition)
    }

    @Sendable private func exposition(_ request: Request, context: APIContext) async throws -> Response {
        if !isOpen { _ = try await access.caller(of: request, needing: .operator) }
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: try await metrics()))
        )
    }
}
