import HTTPTypes
import Hummingbird
import JobStore
import NIOCore

/// Following a request while it waits and runs.
///
/// | Method | Path | Answer |
/// |---|---|---|
/// | GET | /v2/requests/{id}/events | server-sent events until it has ended; 204 for who has seen the end |
struct EventRoutes: Sendable {
    let access: Access
    let origins: OriginResolver
    let jobs: JobLedger
    let feeds: JobFeeds
    let lifecycle: ServerLifecycle

    func addRoutes(to router: Router<APIContext>) {
        router.get("v2/requests/:id/events", use: events)
    }

    @Sendable private func events(_ request: Request, context: APIContext) async throws -> Response {
        let caller = try await access.caller(of: request, needing: .read, .generate, .admin)
        let text = try context.parameters.require("id")
        guard let id = JobID(text), let job = try await jobs.job(id, account: caller.account) else {
            throw APIError.requestNotFound(text)
        }
        let seen = request.headers[.lastEventID].flatMap { EventID($0) }
        // Browsers reconnect after every end of a stream until they are told that there is no more.
        if job.status.isFinished, let seen, seen.revision >= job.revision { return Response(status: .noContent) }
        let stream = EventStream(
            job: id,
            feeds: feeds,
            lifecycle: lifecycle,
            client: ClientPresence(channel: context.channel),
            origin: try origins.origin(of: request, context)
        )
        return Response(
            status: .ok,
            // The third field keeps nginx from collecting events until its buffer is full.
            headers: [.contentType: "text/event-stream", .cacheControl: "no-store", .accelBuffering: "no"],
            body: ResponseBody { writer in
                try await stream.send(to: &writer, after: seen)
                try await writer.finish(nil)
            }
        )
    }
}

extension HTTPField.Name {
    fileprivate static let lastEventID = HTTPField.Name(known: "last-event-id")
    fileprivate static let accelBuffering = HTTPField.Name(known: "x-accel-buffering")
}
