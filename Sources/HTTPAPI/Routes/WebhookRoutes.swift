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
/// | GET | /webhook/dispatch-logs?webhook_id= or ?request_id= | the newest attempts to deliver |
/// | GET | /webhook/deliveries?status= | what was delivered, is to be, or was given up |
/// | POST | /webhook/redeliver | a delivery that begins anew |
/// | GET | /webhook/secret?webhook_id= | what deliveries are signed with; without an id, those of `webhook_url` |
/// | POST | /webhook/rotate-secret | another secret; the old one is used beside it for a day |
struct WebhookRoutes: Sendable {
    let access: Access
    let bodies: RequestBodyReader
    let webhooks: WebhookRegistry
    let secrets: WebhookSecrets
    let log: WebhookLog

    func addRoutes(to router: Router<APIContext>) {
        router.get("webhook/get", use: list)
        router.post("webhook/add", use: add)
        router.post("webhook/update", use: update)
        router.get("webhook/inactive", use: deactivate)
        router.get("webhook/dispatch-logs", use: dispatchLogs)
        router.get("webhook/deliveries", use: deliveries)
        router.post("webhook/redeliver", use: redeliver)
        router.get("webhook/secret", use: secret)
        router.post("webhook/rotate-secret", use: rotateSecret)
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
        let attempts: [WebhookAttempt]
        if let text = request.uri.queryParameters["request_id"] {
            guard let id = JobID(String(text)) else { throw APIError.requestNotFound(String(text)) }
            attempts = try await log.attempts(of: id, of: caller.account)
        } else {
            attempts = try await log.attempts(of: try Self.id(request), of: caller.account)
        }
        return Response(json: ["data": .array(attempts.map(Self.row))])
    }

    @Sendable private func deliveries(_ request: Request, context: APIContext) async throws -> Response {
        let caller = try await access.caller(of: request, needing: .read, .admin)
        let text = request.uri.queryParameters["status"].map(String.init)
        let status = text.flatMap { WebhookDelivery.Status(rawValue: $0) }
        if let text, status == nil {
            let allowed = WebhookDelivery.Status.allCases.map(\.rawValue).joined(separator: ", ")
            let message = "\(JSONValue.string(text).excerpt) is not one of \(allowed)"
            throw APIError.invalidParameters([FieldFault(field: "status", message: message)])
        }
        let deliveries = try await log.deliveries(of: caller.account, status: status)
        return Response(json: ["data": .array(deliveries.map(Self.row))])
    }

    @Sendable private func redeliver(_ request: Request, context: APIContext) async throws -> Response {
        let caller = try await access.caller(of: request, needing: .admin)
        let id = try RedeliverBody(try await bodies.json(of: request, context).json).delivery
        let delivery = try await log.redeliver(id, of: caller.account)
        return Response(json: ["data": Self.row(delivery), "message": "The event is sent again"])
    }

    // MARK: - Secrets

    @Sendable private func secret(_ request: Request, context: APIContext) async throws -> Response {
        let caller = try await access.caller(of: request, needing: .admin)
        let id = request.uri.queryParameters["webhook_id"].map { WebhookID(rawValue: String($0)) }
        let secret = try await secrets.current(Self.owner(id), of: caller.account)
        return Response(json: ["data": ["secret": .string(secret)]])
    }

    @Sendable private func rotateSecret(_ request: Request, context: APIContext) async throws -> Response {
        let caller = try await access.caller(of: request, needing: .admin)
        let body = try RotateBody(try await bodies.json(of: request, context).json)
        let (secret, end) = try await secrets.rotate(Self.owner(body.webhook), of: caller.account)
        let data: JSONValue = ["secret": .string(secret), "old_secret_valid_until": .string(RFC3339.text(end))]
        return Response(json: ["data": data, "message": "Secret changed"])
    }

    private static func owner(_ id: WebhookID?) -> WebhookSecrets.Owner { id.map { .webhook($0) } ?? .requests }

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
            "delivery_id": .integer(attempt.delivery),
            "request_id": .string(attempt.job.rawValue), "webhook_url": .string(attempt.url),
            "event_type": .string(attempt.eventType), "dispatched_at": .string(RFC3339.text(attempt.attempted)),
            "response_status": attempt.responseStatus.map { .integer($0) } ?? .null,
            "error": attempt.error.map(JSONValue.string) ?? .null,
            "duration_ms": .integer(attempt.duration.milliseconds),
        ]
    }

    private static func row(_ delivery: WebhookDelivery) -> JSONValue {
        let isPending = delivery.status == .pending
        return [
            "delivery_id": .integer(delivery.id), "webhook_id": delivery.webhook.map { .string($0.rawValue) } ?? .null,
            "request_id": .string(delivery.job.rawValue), "webhook_url": .string(delivery.url),
            "event_type": .string(delivery.eventType), "status": .string(delivery.status.rawValue),
            "attempts": .integer(delivery.attempts), "created_at": .string(RFC3339.text(delivery.created)),
            "next_attempt_at": isPending ? .string(RFC3339.text(delivery.nextAttempt)) : .null,
        ]
    }
}
