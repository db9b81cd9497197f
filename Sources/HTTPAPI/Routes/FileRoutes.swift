import GenerationTypes
import HTTPTypes
import Hummingbird
import JobStore

/// Uploads and results. No key is needed: the names are 128 random bits, and whoever was given one may read.
///
/// | Method | Path | Answer |
/// |---|---|---|
/// | GET, HEAD | /assets/{name} | an upload |
/// | GET, HEAD | /files/{name} | a result |
struct FileRoutes: Sendable {
    let artifacts: ArtifactStore
    let clock: WallClock

    func addRoutes(to router: Router<APIContext>) {
        router.get("assets/:name") { try await file(in: .assets, $0, $1) }
        router.get("files/:name") { try await file(in: .files, $0, $1) }
    }

    private func file(in kind: ArtifactKind, _ request: Request, _ context: APIContext) async throws -> Response {
        let name = try context.parameters.require("name")
        guard let key = ArtifactKey("\(kind.rawValue)/\(name)"), let record = try await artifacts.record(key) else {
            throw Self.unknown
        }
        // Before the answer begins: afterwards, all that can be said of a fault is to break the connection.
        let beginning = request.method == .head ? [] : try await beginning(of: record)
        // A name never gets other bytes, but it stops existing.
        let lifetime = max(0, (record.expires - clock.now).components.seconds)
        let headers: HTTPFields = [
            .contentType: record.mediaType, .cacheControl: "private, max-age=\(lifetime), immutable",
        ]
        return Response(status: .ok, headers: headers, body: body(record, beginning: beginning))
    }

    private func beginning(of record: ArtifactRecord) async throws -> [UInt8] {
        do {
            return try await artifacts.read(record.key, 0..<min(artifacts.pieceSize, record.byteCount))
        } catch let error as StoreError where error.code == .notFound {
            // It has expired since its record was read.
            throw Self.unknown
        }
    }

    /// Read piece by piece as the client takes it: a slow client holds a piece in memory and not the image.
    private func body(_ record: ArtifactRecord, beginning: [UInt8]) -> ResponseBody {
        ResponseBody(contentLength: record.byteCount) { [artifacts] writer in
            var position = 0
            var piece = beginning
            while position < record.byteCount {
                // Deleted or cut short meanwhile: the connection breaks, which tells the client.
                guard !piece.isEmpty else { throw StoreError(.notFound, "\(record.key) ends at byte \(position)") }
                try await writer.write(ByteBuffer(bytes: piece))
                position += piece.count
                let end = min(position + artifacts.pieceSize, record.byteCount)
                piece = position < end ? try await artifacts.read(record.key, position..<end) : []
            }
            try await writer.finish(nil)
        }
    }

    private static let unknown = APIError.notFound("There is no such file, or it has expired")
}
