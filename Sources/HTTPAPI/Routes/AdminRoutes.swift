import HTTPTypes
import Hummingbird
import JobStore

/// What `/admin` shows. A key with the scope `admin` sees its own account; one with `operator` sees every account.
///
/// | Method | Path | Answer |
/// |---|---|---|
/// | GET | /admin/jobs | the newest requests |
/// | POST | /admin/jobs/{id}/cancel | a request is asked to stop |
/// | GET | /admin/keys | API keys, without their text |
/// | POST | /admin/keys/{id}/revoke | a key stops working |
/// | GET | /admin/credits | balances, the newest movements, and what was spent per key and day |
/// | GET | /admin/workers | whether the server is ready, its workers, and what they work on |
/// | GET | /admin/webhook-failures | deliveries that were tried and have not arrived |
/// | POST | /admin/webhook-failures/{id}/redeliver | one of them is tried again, from the first attempt on |
struct AdminRoutes: Sendable {
    static let listLimit = 50
    static let spendDays = 30

    let access: Access
    let store: Store
    let checks: [ReadinessCheck]
    let workers: @Sendable () -> [WorkerReport]

    func addRoutes(to router: Router<APIContext>) {
        router.get("admin/jobs", use: jobs)
        router.post("admin/jobs/:id/cancel", use: cancel)
        router.get("admin/keys", use: keys)
        router.post("admin/keys/:id/revoke", use: revoke)
        router.get("admin/credits", use: credits)
        router.get("admin/workers", use: workerHealth)
        router.get("admin/webhook-failures", use: webhookFailures)
        router.post("admin/webhook-failures/:id/redeliver", use: redeliver)
    }

    /// The account that the caller may look at; nil for all.
    private func visibleAccount(_ request: Request) async throws -> AccountID? {
        let caller = try await access.caller(of: request, needing: .admin, .operator)
        return caller.scopes.contains(.operator) ? nil : caller.account
    }

    // MARK: - Jobs

    @Sendable private func jobs(_ request: Request, context: APIContext) async throws -> Response {
        let account = try await visibleAccount(request)
        let names = try await accountNames()
        let jobs = try await store.history.newest(Self.listLimit, account: account)
        return Response(json: ["data": .array(jobs.map { AdminAnswers.row($0, names) })])
    }

    @Sendable private func cancel(_ request: Request, context: APIContext) async throws -> Response {
        let account = try await visibleAccount(request)
        let text = try context.parameters.require("id")
        guard let id = JobID(text) else { throw APIError.requestNotFound(text) }
        switch try await store.jobs.cancel(id, account: account, reason: .client) {
        case .notFound: throw APIError.requestNotFound(text)
        case .alreadyFinished: throw APIError(.conflict, "Request \(id) has ended; there is nothing to cancel")
        case .cancelled, .requested: return Response(json: ["request_id": .string(id.rawValue)])
        }
    }

    // MARK: - Keys and credits

    @Sendable private func keys(_ request: Request, context: APIContext) async throws -> Response {
        let account = try await visibleAccount(request)
        let names = try await accountNames()
        let keys = try await store.keys.list(of: account)
        return Response(json: ["data": .array(keys.map { AdminAnswers.row($0, names) })])
    }

    @Sendable private func revoke(_ request: Request, context: APIContext) async throws -> Response {
        let account = try await visibleAccount(request)
        let text = try context.parameters.require("id")
        let known = try await store.keys.list(of: account)
        guard let key = known.first(where: { $0.id.description == text }) else {
            throw APIError.notFound("There is no such key")
        }
        try await store.keys.revoke(key.id)
        return Response(json: ["id": .string(key.id.description)])
    }

    @Sendable private func credits(_ request: Request, context: APIContext) async throws -> Response {
        let account = try await visibleAccount(request)
        let names = try await accountNames()
        let balances = try await store.creditReport.balances(of: account)
        let entries = try await store.creditReport.newestEntries(of: account, limit: Self.listLimit)
        let today = CivilDate(daysSince1970: store.clock.now.milliseconds / 86_400_000)
        let first = CivilDate(daysSince1970: today.daysSince1970 - Int64(Self.spendDays - 1))
        let spend = try await store.creditReport.dailySpend(of: account, since: first.start)
        return Response(json: [
            "accounts": .array(balances.map { AdminAnswers.row($0.account, $0.balance) }),
            "entries": .array(entries.map { AdminAnswers.row($0, names) }),
            "spend": [
                "from": .string("\(first)"), "days": .integer(Self.spendDays),
                "data": .array(spend.map { AdminAnswers.row($0, names) }),
            ],
        ])
    }

    // MARK: - Workers and webhooks

    @Sendable private func workerHealth(_ request: Request, context: APIContext) async throws -> Response {
        let account = try await visibleAccount(request)
        let running = try await store.history.newest(Self.listLimit, statuses: [.processing], account: account)
        let now = store.clock.now
        var states: [JSONValue.Member] = []
        for check in checks { states.append(.init(name: check.name, value: .string(await check.trouble() ?? "ok"))) }
        return Response(json: [
            "checks": .object(states),
            "workers": .array(workers().map { AdminAnswers.row($0, at: now) }),
            "running": .array(running.compactMap { AdminAnswers.lease($0, at: now) }),
        ])
    }

    @Sendable private func webhookFailures(_ request: Request, context: APIContext) async throws -> Response {
        let account = try await visibleAccount(request)
        let names = try await accountNames()
        let failures = try await store.webhookLog.failures(of: account, limit: Self.listLimit)
        return Response(json: ["data": .array(failures.map { AdminAnswers.row($0, names) })])
    }

    @Sendable private func redeliver(_ request: Request, context: APIContext) async throws -> Response {
        let account = try await visibleAccount(request)
        guard let id = Int64(try context.parameters.require("id")) else {
            throw APIError.notFound("There is no such delivery")
        }
        let delivery = try await store.webhookLog.redeliver(id, of: account)
        return Response(json: ["delivery_id": .integer(delivery.id), "status": .string(delivery.status.rawValue)])
    }

    private func accountNames() async throws -> [AccountID: String] {
        Dictionary(uniqueKeysWithValues: try await store.accounts.list().map { ($0.id, $0.name) })
    }
}
