import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix

/// A JSON body, as bytes and as a value.
struct JSONBody: Sendable {
    let bytes: [UInt8]
    let json: JSONValue
    /// What the request holds of the server's memory.
    let memory: MemoryBudget.Share
}

/// Reads bodies that may be endless, and lie about their length.
struct RequestBodyReader: Sendable {
    let byteLimit: Int
    let threads: NIOThreadPool
    let memory: MemoryBudget

    /// A body, the texts in it, and the images that these hold: each is about as large as the one before.
    private static let bytesPerBodyByte = 3

    /// - Throws: ``APIError`` 406 unless the body is declared as JSON, 413 when it is too large, 400 when it is no JSON.
    func json(of request: Request, _ context: APIContext) async throws -> JSONBody {
        guard isJSON(request.headers[.contentType]) else { throw APIError.wrongContentType }
        let share = memory.share()
        let bytes = try await bytes(of: request, context, share)
        guard !bytes.isEmpty else { throw APIError.badRequest("the body is empty; a JSON object is expected") }
        do {
            let json = try await offload(byteCount: bytes.count) { try JSONParser.parse(bytes) }
            return JSONBody(bytes: bytes, json: json, memory: share)
        } catch let error as JSONSyntaxError {
            throw APIError.badRequest("the body is not valid JSON: \(error)")
        }
    }

    /// Runs arithmetic over a body on a thread of its own when the body is large: the two threads that answer requests
    /// would stand still for tens of milliseconds. Small bodies are not worth the switch.
    func offload<Value: Sendable>(
        byteCount: Int,
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        guard byteCount > 128 << 10 else { return try work() }
        return try await threads.runIfActive(work)
    }

    private func isJSON(_ contentType: String?) -> Bool {
        let mediaType = contentType?.prefix { $0 != ";" } ?? ""
        return mediaType.lowercased().trimmingSpaces == "application/json"
    }

    /// The declared length can only refuse early: what counts is what comes.
    private func bytes(
        of request: Request,
        _ context: APIContext,
        _ share: MemoryBudget.Share
    ) async throws -> [UInt8] {
        let declared = request.headers[.contentLength].flatMap(Int.init)
        if let declared, declared > byteLimit { throw APIError.bodyTooLarge(limit: byteLimit) }
        if request.headers[.expect] != nil {
            context.channel.triggerUserOutboundEvent(ConnectionGuard.BodyIsWanted(), promise: nil)
        }
        var bytes: [UInt8] = []
        // What comes is paid for as it comes: a promise of many bytes costs nothing, and keeps nobody else out.
        bytes.reserveCapacity(min(declared ?? 0, 1 << 20))
        do {
            for try await chunk in request.body {
                guard bytes.count + chunk.readableBytes <= byteLimit else {
                    throw APIError.bodyTooLarge(limit: byteLimit)
                }
                try share.take(chunk.readableBytes * Self.bytesPerBodyByte)
                bytes.append(contentsOf: chunk.readableBytesView)
            }
        } catch let error as APIError {
            throw error
        } catch let error as MemoryBudget.Exhausted {
            var error = APIError(any: error)
            error.closesConnection = true
            throw error
        } catch {
            throw Self.incomplete
        }
        // A connection that breaks looks like the body's end.
        if let declared, bytes.count != declared { throw Self.incomplete }
        return bytes
    }

    private static var incomplete: APIError {
        var error = APIError.badRequest("the body is incomplete")
        error.closesConnection = true
        return error
    }
}

extension String {
    var trimmingSpaces: Substring {
        let start = drop { $0 == " " || $0 == "\t" }
        guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return start[...end]
    }
}
