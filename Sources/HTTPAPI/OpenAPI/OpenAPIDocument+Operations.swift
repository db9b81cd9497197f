import GenerationTypes
import HTTPTypes

extension OpenAPIDocument {
    var operations: [OpenAPIOperation] {
        models.flatMap { generation(slug: $0.slug) } + requests + account + sessions + history + storage + webhooks
            + administration + server
    }

    /// A generation has a path for each model, as clients call it.
    private func generation(slug: String) -> [OpenAPIOperation] {
        let idempotency = OpenAPIOperation.Parameter(
            name: "Idempotency-Key",
            place: "header",
            schema: ["type": "string", "minLength": 1, "maxLength": 255],
            description: "Requests with the same key and body are one request, for 24 hours."
        )
        let images = OutputFormat.allCases.map { format in
            (mediaType: format.mediaType, schema: ["type": "string", "format": "binary"] as JSONValue)
        }
        let json = (mediaType: "application/json", schema: ["type": "object"] as JSONValue)
        return [
            OpenAPIOperation(
                method: .post,
                path: "/v1/\(slug)",
                summary: "Transform an image and wait for it.",
                parameters: [idempotency],
                body: Self.schema(of: .v1),
                answers: v1Response == .bytes ? images + [json] : [json] + images,
                errors: [404, 409, 429, 500, 502, 503, 504]
            ),
            OpenAPIOperation(
                method: .post,
                path: "/v2/\(slug)",
                summary: "Transform an image; the answer says where to ask for it.",
                parameters: [idempotency],
                body: Self.schema(of: .v2),
                errors: [404, 409, 429, 500, 502, 503]
            ),
        ]
    }

    static func schema(of version: GenerationVersion) -> JSONValue {
        let fields = version.fields
        return [
            "type": "object",
            "required": .array(fields.filter(\.isRequired).map { .string($0.name) }),
            "properties": .object(fields.map { JSONValue.Member(name: $0.name, value: $0.schema) }),
        ]
    }

    private var requests: [OpenAPIOperation] {
        [
            OpenAPIOperation(
                method: .get,
                path: "/v2/requests/{id}/status",
                summary: "Where a request is.",
                errors: [404, 422]
            ),
            OpenAPIOperation(
                method: .get,
                path: "/v2/requests/{id}",
                summary: "A request's result, or where it is.",
                errors: [404, 422]
            ),
            OpenAPIOperation(
                method: .get,
                path: "/v2/requests/{id}/events",
                summary: "Follow a request: server-sent events until it has ended.",
                parameters: [
                    OpenAPIOperation.Parameter(
                        name: "Last-Event-ID",
                        place: "header",
                        schema: ["type": "string"],
                        description: "The newest event that the client has seen; later ones are sent."
                    )
                ],
                answers: [("text/event-stream", ["type": "string"])],
                errors: [404]
            ),
            OpenAPIOperation(
                method: .delete,
                path: "/v2/requests/{id}",
                summary: "Cancel a request, also while it runs.",
                errors: [404, 409]
            ),
            OpenAPIOperation(
                method: .get,
                path: "/v1/requests/{id}",
                summary: "A request's result, or where it is.",
                errors: [404, 422]
            ),
        ]
    }

    private var account: [OpenAPIOperation] {
        [
            OpenAPIOperation(method: .get, path: "/v1/get-user-credits", summary: "What the account has left."),
            OpenAPIOperation(
                method: .get,
                path: "/inference-model-information/list",
                summary: "The models served here."
            ),
        ]
    }

    private var sessions: [OpenAPIOperation] {
        [
            OpenAPIOperation(
                method: .get,
                path: "/session",
                summary: "Who is signed in to the web pages, also when nobody is.",
                needsKey: false
            ),
            OpenAPIOperation(
                method: .post,
                path: "/session",
                summary: "Sign in to the web pages: sets a cookie.",
                needsKey: false,
                body: SessionRoutes.schema,
                errors: [429]
            ),
            OpenAPIOperation(
                method: .delete,
                path: "/session",
                summary: "Sign out of the web pages.",
                needsKey: false,
                errors: [403]
            ),
        ]
    }

    private var history: [OpenAPIOperation] {
        // Forms of web pages send what was left out as an empty text.
        func orEmpty(_ schema: JSONValue) -> JSONValue { ["anyOf": [schema, ["type": "string", "maxLength": 0]]] }
        let day = orEmpty(["type": "string", "format": "date"])
        let page: [OpenAPIOperation.Parameter] = [
            .query("page", "Counted from 1.", orEmpty(["type": "integer", "minimum": 1, "maximum": 1_000_000])),
            .query(
                "per_page",
                "Rows on a page.",
                orEmpty(["type": "integer", "minimum": 1, "maximum": 100, "default": 20])
            ),
            .query("model_name", "Only this model's."),
        ]
        return [
            OpenAPIOperation(
                method: .get,
                path: "/inference-request/request-history",
                summary: "Requests of at most 31 days, the last 7 unless dates are given.",
                parameters: page + [
                    .query("from_date", "The first day, in UTC.", day),
                    .query("to_date", "The last day, in UTC.", day),
                    .query("status", "What became of them.", orEmpty(["enum": ["COMPLETED", "FAILED", "PENDING"]])),
                    .query(
                        "sort_by",
                        "The order.",
                        orEmpty(["enum": ["model_created", "model_name", "credits_deduction"]])
                    ),
                    .query("sort_order", "Its direction.", orEmpty(["enum": ["desc", "asc"]])),
                ],
                errors: [400]
            ),
            OpenAPIOperation(
                method: .get,
                path: "/inference-request/request-history/{id}",
                summary: "One request.",
                errors: [404]
            ),
            OpenAPIOperation(
                method: .delete,
                path: "/inference-request/request-history/{id}",
                summary: "Delete one request that has ended, and its image.",
                errors: [404, 409]
            ),
            OpenAPIOperation(
                method: .get,
                path: "/inference-request/generations",
                summary: "Delivered images.",
                parameters: page + [
                    .query("start_date", "The first day, in UTC.", day),
                    .query("end_date", "The last day, in UTC.", day),
                ],
                errors: [400]
            ),
            OpenAPIOperation(
                method: .get,
                path: "/inference-request/recent-generations",
                summary: "The newest delivered images.",
                parameters: page,
                errors: [400]
            ),
        ]
    }

    private var storage: [OpenAPIOperation] {
        let image = (mediaType: "image/*", schema: ["type": "string", "format": "binary"] as JSONValue)
        return [
            OpenAPIOperation(
                method: .post,
                path: "/upload-asset",
                summary: "Store images, to be named by their URLs in requests.",
                body: [
                    "type": "object", "required": [.string(UploadRoutes.fields.name)],
                    "properties": [UploadRoutes.fields.name: UploadRoutes.fields.schema],
                ],
                errors: [429]
            ),
            OpenAPIOperation(
                method: .post,
                path: "/import-asset",
                summary: "Fetch an image from the web and store it, to look at it here and name it in requests.",
                body: [
                    "type": "object", "required": [.string(ImportRoutes.field.name)],
                    "properties": [ImportRoutes.field.name: ImportRoutes.field.schema],
                ],
                errors: [429, 502]
            ),
            OpenAPIOperation(
                method: .get,
                path: "/assets/{name}",
                summary: "An upload.",
                needsKey: false,
                answers: [image],
                errors: [404]
            ),
            OpenAPIOperation(
                method: .get,
                path: "/files/{name}",
                summary: "A result.",
                needsKey: false,
                answers: [image],
                errors: [404]
            ),
        ]
    }

    private var webhooks: [OpenAPIOperation] {
        let id = [OpenAPIOperation.Parameter.query("webhook_id", "Which webhook.")]
        return [
            OpenAPIOperation(method: .get, path: "/webhook/get", summary: "The account's webhooks."),
            OpenAPIOperation(
                method: .post,
                path: "/webhook/add",
                summary: "Add a webhook.",
                body: WebhookBody.schema(needsID: false)
            ),
            OpenAPIOperation(
                method: .post,
                path: "/webhook/update",
                summary: "Change a webhook.",
                body: WebhookBody.schema(needsID: true),
                errors: [404]
            ),
            OpenAPIOperation(
                method: .get,
                path: "/webhook/inactive",
                summary: "Deactivate a webhook.",
                parameters: id,
                errors: [400, 404]
            ),
            OpenAPIOperation(
                method: .get,
                path: "/webhook/dispatch-logs",
                summary: "The newest attempts to deliver, to a webhook or of one request's news.",
                parameters: id + [.query("request_id", "Which request, instead of a webhook.")],
                errors: [400, 404]
            ),
            OpenAPIOperation(
                method: .get,
                path: "/webhook/deliveries",
                summary: "The newest deliveries: done, to do, given up.",
                parameters: [
                    .query("status", "What became of them.", ["enum": ["pending", "delivered", "abandoned"]])
                ],
                errors: [400]
            ),
            OpenAPIOperation(
                method: .post,
                path: "/webhook/redeliver",
                summary: "Send an event again.",
                body: RedeliverBody.schema,
                errors: [404]
            ),
            OpenAPIOperation(
                method: .get,
                path: "/webhook/secret",
                summary: "What deliveries are signed with: to a webhook, or to the addresses that requests name.",
                parameters: id,
                errors: [404]
            ),
            OpenAPIOperation(
                method: .post,
                path: "/webhook/rotate-secret",
                summary: "Another secret; the old one is used beside it for a day.",
                body: RotateBody.schema,
                errors: [404]
            ),
        ]
    }

    private var server: [OpenAPIOperation] {
        [
            OpenAPIOperation(method: .get, path: "/healthz", summary: "Whether the process answers.", needsKey: false),
            OpenAPIOperation(
                method: .get,
                path: "/readyz",
                summary: "Whether requests should come.",
                needsKey: false,
                errors: [503]
            ),
            OpenAPIOperation(
                method: .get,
                path: "/metrics",
                summary: "What the server counted, in Prometheus's text format.",
                answers: [("text/plain", ["type": "string"])]
            ),
            OpenAPIOperation(method: .get, path: "/openapi.json", summary: "This document.", needsKey: false),
        ]
    }
}
