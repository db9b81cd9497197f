import HTTPTypes

extension OpenAPIDocument {
    /// What the operator's page asks.
    var administration: [OpenAPIOperation] {
        [
            OpenAPIOperation(method: .get, path: "/admin/jobs", summary: "The newest requests."),
            OpenAPIOperation(
                method: .post,
                path: "/admin/jobs/{id}/cancel",
                summary: "Ask a request to stop.",
                errors: [404, 409]
            ),
            OpenAPIOperation(method: .get, path: "/admin/keys", summary: "API keys, without their text."),
            OpenAPIOperation(
                method: .post,
                path: "/admin/keys/{id}/revoke",
                summary: "Make a key stop working.",
                errors: [404]
            ),
            OpenAPIOperation(
                method: .get,
                path: "/admin/credits",
                summary: "Balances, the newest movements, and what was spent per key and day."
            ),
            OpenAPIOperation(
                method: .get,
                path: "/admin/workers",
                summary: "Whether the server is ready, its workers, and what they work on."
            ),
            OpenAPIOperation(
                method: .get,
                path: "/admin/webhook-failures",
                summary: "Deliveries that were tried and have not arrived."
            ),
            OpenAPIOperation(
                method: .post,
                path: "/admin/webhook-failures/{id}/redeliver",
                summary: "Try a delivery again, from the first attempt on.",
                errors: [400, 404]
            ),
        ]
    }
}
