import Hummingbird
import JobStore

/// Whom the account wants told. Verbs and paths are the SDK's, a GET that deactivates among them.
///
/// | Method | Path | Answer |
/// |---|---|---|
/// | GET | /webhook/get | the account's webhooks |
/// | POST | /webhook/add | a new one, with the secret that its deliveries are signed with |
/// | POST | /webhook/update | one with another address and other events |
/// | GET | /webhook/inactive?webhook_id= | one that is not told any more |
/// | GET | /webhook/dispatch-logs?webhook_id= | the newest attempts to deliver |
struct WebhookRoutes: Sendable {
    let access: Access
    let bodies: RequestBodyReader
    let webhooks: WebhookRegistry
    let log: WebhookLog

    func addRoutes(to router: Router<APIContext>) {
        router.get("webhook/get", use: list)
        router.post("webhook/add", use: add)
        router.post("webhook/update", use: update)
        router.get("webhook/inactive", use: deactivate)
        router.get("webhook/dispatch-logs", use: dispatchLogs)
    }

    @Sendable private func list(_ request: Request, context: APIContext) async throws -> Response {
        let caller = try await access.caller(of: request, needing: .read, .admin)
        let webhooks = try await webhooks.list(of: caller.account)
        return Response(json: ["data": .array(webhooks.map { Self.row($0) })])
    }

    @Sendable private func add(_ request: Request, context: APIContext) async throws -> Response {
        let caller = try await access.caller(of: request, needing: .admin)
        let body = try WebhookBody(try await bodies.json(of: request, context).json, needsID: false)
        let webhook = try await webhooks.add(to: caller.account, url: body.url, eventTypes: body.eventTypes)
        return Response(json: ["data": Self.row(webhook, secret: webhook.secret), "message": "Webhook added"])
    }

    @Sendable private func update(_ request: Request, context: APIContext) async throws -> Response {
        let caller = try await access.caller(of: request, needing: .admin)
        let body = try WebhookBody(try await bodies.json(of: request, context).json, needsID: true)
        let webhook = try await webhooks.update(
            WebhookID(rawValue: body.id),
            of: caller.account,
            url: body.url,
            eventTypes: body.eventTypes
        )
        return Response(json: ["data": Self.row(webhook), "message": "Webhook updated"])
    }

    @Sendable private func deactivate(_ request: Request, context: APIContext) async throws -> Response {
        let caller = try await access.caller(of: request, needing: .admin)
        let webhook = try await webhooks.setActive(false, try Self.id(request), of: caller.account)
        return Response(json: ["data": Self.row(webhook), "message": "Webhook deactivated"])
    }

    @Sendable private func dispatchLogs(_ request: Request, context: APIContext) async throws -> Response {
        let caller = try await access.caller(of: request, needing: .read, .admin)
        let attempts = try await log.attempts(of: try Self.id(request), of: caller.account)
        return Response(json: ["data": .array(attempts.map(Self.row))])
    }

    // MARK: - Parts

    private static func id(_ request: Request) throws(APIError) -> WebhookID {
        guard let text = request.uri.queryParameters["webhook_id"], !text.isEmpty else {
            throw .invalidParameters([FieldFault(field: "webhook_id", message: "is required")])
        }
        return WebhookID(rawValue: String(text))
    }

    private static func row(_ webhook: Webhook, secret: String? = nil) -> JSONValue {
        .object(compacting: [
            "webhook_id": .string(webhook.id.rawValue), "webhook_url": .string(webhook.url),
            "event": ["types": .array(webhook.eventTypes.map(JSONValue.string))],
            "is_active": .bool(webhook.isActive), "created_at": .string(RFC3339.text(webhook.created)),
            "secret": secret.map(JSONValue.string),
        ])
    }

    private static func row(_ attempt: WebhookAttempt) -> JSONValue {
        [
            "request_id": .string(attempt.job.rawValue), "webhook_url": .string(attempt.url),
            "event_type": .string(attempt.eventType), "dispatched_at": .string(RFC3339.text(attempt.attempted)),
            "response_status": attempt.responseStatus.map { .integer($0) } ?? .null,
            "error": attempt.error.map(JSONValue.string) ?? .null,
            "duration_ms": .integer(attempt.duration.milliseconds),
        ]
    }
}
