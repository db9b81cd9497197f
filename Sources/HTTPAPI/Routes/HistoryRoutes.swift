import Hummingbird
import JobStore

/// What the account asked for, for as long as the history is kept.
///
/// | Method | Path | Answer |
/// |---|---|---|
/// | GET | /inference-request/request-history | requests, page by page |
/// | GET | /inference-request/request-history/{id} | one request |
/// | DELETE | /inference-request/request-history/{id} | gone from the history, with its image |
/// | GET | /inference-request/generations | delivered images, page by page |
/// | GET | /inference-request/recent-generations?model_name= | the newest of one model |
struct HistoryRoutes: Sendable {
    let access: Access
    let origins: OriginResolver
    let history: JobHistory
    let clock: WallClock

    func addRoutes(to router: Router<APIContext>) {
        router.get("inference-request/request-history", use: requests)
        router.get("inference-request/request-history/:id", use: request)
        router.delete("inference-request/request-history/:id", use: delete)
        router.get("inference-request/generations", use: generations)
        router.get("inference-request/recent-generations", use: generations)
    }

    @Sendable private func requests(_ request: Request, context: APIContext) async throws -> Response {
        let caller = try await access.caller(of: request, needing: .read)
        let origin = try origins.origin(of: request, context)
        let today = CivilDate(daysSince1970: clock.now.milliseconds / 86_400_000)
        let query = try HistoryParameters.requests(Self.parameters(request), account: caller.account, today: today)
        let page = try await history.page(query)
        return Response(json: [
            "data": .array(page.jobs.map { HistoryRow(job: $0, origin: origin).json }),
            "page": .integer(query.page), "per_page": .integer(query.perPage), "total": .integer(page.total),
        ])
    }

    @Sendable private func request(_ request: Request, context: APIContext) async throws -> Response {
        let caller = try await access.caller(of: request, needing: .read)
        let text = try context.parameters.require("id")
        guard let id = JobID(text), let job = try await history.job(id, account: caller.account) else {
            throw APIError.requestNotFound(text)
        }
        return Response(json: HistoryRow(job: job, origin: try origins.origin(of: request, context)).json)
    }

    @Sendable private func delete(_ request: Request, context: APIContext) async throws -> Response {
        let caller = try await access.caller(of: request, needing: .generate)
        let text = try context.parameters.require("id")
        guard let id = JobID(text) else { throw APIError.requestNotFound(text) }
        switch try await history.delete(id, account: caller.account) {
        case .deleted: return Response(json: ["request_id": .string(id.rawValue), "message": "Request deleted"])
        case .stillRuns: throw APIError(.conflict, "Request \(id) has not ended; cancel it first")
        case .notFound: throw APIError.requestNotFound(text)
        }
    }

    @Sendable private func generations(_ request: Request, context: APIContext) async throws -> Response {
        let caller = try await access.caller(of: request, needing: .read)
        let origin = try origins.origin(of: request, context)
        let query = try HistoryParameters.generations(Self.parameters(request), account: caller.account)
        let page = try await history.page(query)
        return Response(json: ["data": .array(page.jobs.map { HistoryRow(job: $0, origin: origin).json })])
    }

    private static func parameters(_ request: Request) -> [String: String] {
        var parameters: [String: String] = [:]
        for (name, value) in request.uri.queryParameters { parameters[String(name)] = String(value) }
        return parameters
    }
}
