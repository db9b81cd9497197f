import HTTPTypes
import Hummingbird
import JobStore

/// Asking about a request. Any key of the account may, whatever its scopes; another account's request does not exist.
///
/// | Method | Path | Answer |
/// |---|---|---|
/// | GET | /v2/requests/{id}/status | where it is; 422 when it failed |
/// | GET | /v2/requests/{id} | the result, or where it is; 422 when it failed |
/// | GET | /v1/requests/{id} | the same |
/// | DELETE | /v2/requests/{id} | cancelled; 202 while its worker is still being stopped; 409 when it has ended |
struct RequestRoutes: Sendable {
    /// How long a cancel waits for a running job's worker to stop, which takes it half a second at most.
    static let cancelPatience = Duration.seconds(2)

    let access: Access
    let origins: OriginResolver
    let store: Store

    func addRoutes(to router: Router<APIContext>) {
        router.get("v2/requests/:id/status", use: status)
        router.get("v2/requests/:id", use: result)
        router.get("v1/requests/:id", use: result)
        router.delete("v2/requests/:id", use: cancel)
    }

    /// The one read that a poll costs, beside the key: that of the report.
    @Sendable private func status(_ request: Request, context: APIContext) async throws -> Response {
        let (id, account) = try await subject(request, context)
        guard let report = try await store.jobs.report(id, account: account) else {
            throw APIError.requestNotFound(id.rawValue)
        }
        let answers = StatusAnswers(report: report, origin: try origins.origin(of: request, context))
        guard report.failure == nil else { return Response(status: .unprocessableContent, json: answers.failure) }
        let balance = report.status.isFinished ? try await store.credits.balance(of: account) : nil
        return Response(json: answers.status(balance: balance))
    }

    @Sendable private func result(_ request: Request, context: APIContext) async throws -> Response {
        let (job, answers) = try await job(request, context)
        guard job.failure == nil else {
            return Response(status: .unprocessableContent, json: answers.whereabouts.failure)
        }
        guard let output = job.output else { return Response(json: answers.whereabouts.status(balance: nil)) }
        let balance = try await store.credits.balance(of: job.account)
        return Response(json: answers.result(output, balance: balance))
    }

    @Sendable private func cancel(_ request: Request, context: APIContext) async throws -> Response {
        let caller = try await access.caller(of: request, needing: .generate)
        let (job, answers) = try await job(request, context)
        switch try await store.jobs.cancel(job.id, account: caller.account, reason: .client) {
        case .notFound:
            throw APIError.requestNotFound(job.id.rawValue)
        case .alreadyFinished:
            throw APIError(.conflict, "Request \(job.id) has ended; there is nothing to cancel")
        case .cancelled, .requested:
            let end = store.clock.now + Self.cancelPatience
            let ended = try await store.watcher.wait(for: job.id, until: end)
            guard let ended, ended.status.isFinished else {
                return Response(status: .accepted, json: answers.whereabouts.status(balance: nil))
            }
            return Response(json: StatusAnswers(report: ended.report, origin: answers.origin).failure)
        }
    }

    private func job(_ request: Request, _ context: APIContext) async throws -> (Job, JobAnswers) {
        let (id, account) = try await subject(request, context)
        guard let job = try await store.jobs.job(id, account: account) else {
            throw APIError.requestNotFound(id.rawValue)
        }
        return (job, JobAnswers(job: job, origin: try origins.origin(of: request, context)))
    }

    /// Which job is asked about, and for whom.
    private func subject(_ request: Request, _ context: APIContext) async throws -> (JobID, AccountID) {
        let caller = try await access.caller(of: request, needing: .read, .generate, .admin)
        let text = try context.parameters.require("id")
        guard let id = JobID(text) else { throw APIError.requestNotFound(text) }
        return (id, caller.account)
    }
}
