/// What each error status means and looks like, for the document and the page that is made from it.
enum OpenAPIErrors {
    /// A status, when it comes, and an answer's body.
    static let all: [(status: Int, meaning: String, example: JSONValue)] = [
        (400, "A parameter, the JSON or an image is not acceptable; every fault is listed.", invalidParameters),
        (401, "No API key, or one that is unknown, expired or revoked.", ["error": "Invalid API key"]),
        (403, "The key lacks the scope.", ["error": "This API key lacks the scope 'generate'"]),
        (404, "No such model, request, file or route.", ["error": "Request 4f1c… not found"]),
        (
            406, "Not enough credits; or the body is not declared as JSON.",
            ["error": "Insufficient credits: this request costs $0.035 and $0.01 are left"]
        ),
        (
            409, "It cannot be done any more, or was done differently.",
            ["error": "This Idempotency-Key was used with a different request"]
        ),
        (
            413, "The body is too large.",
            ["error": "The request body is too large; at most 33554432 bytes are accepted"]
        ),
        (422, "The request was accepted, and ended without an image. Nothing was charged.", failedRequest),
        (
            429, "The key's rate limit, or too many wrong keys from the address; Retry-After says when.",
            ["error": "Rate limit exceeded; try again in 2 s"]
        ),
        (500, "A fault of the server.", ["error": "Internal server error"]),
        (
            502, "A server that this one depends on does not answer.",
            ["error": "image_url: images.example.com does not answer"]
        ),
        (
            503, "Not ready, short of memory, or about to stop; Retry-After says when.",
            ["error": "The storage does not answer now; try again"]
        ),
        (
            504, "The image was not ready in time. It was cancelled, and nothing was charged.",
            [
                "error": .string(
                    "The request timed out after 300 s. It was cancelled and nothing was charged; "
                        + "use the v2 endpoint for requests that take longer"
                )
            ]
        ),
    ]

    /// The name of a status's description among the document's components.
    static func name(_ status: Int) -> String { "error\(status)" }

    /// The document's `components/responses`.
    static var responses: [JSONValue.Member] {
        all.map { status, meaning, example in
            let content: JSONValue = ["schema": ["$ref": "#/components/schemas/error"], "example": example]
            return JSONValue.Member(
                name: name(status),
                value: ["description": .string(meaning), "content": ["application/json": content]]
            )
        }
    }

    /// The envelope of every error.
    static let schema: JSONValue = [
        "type": "object", "required": ["error"],
        "properties": [
            "error": ["type": "string"],
            "errors": [
                "type": "array",
                "items": [
                    "type": "object",
                    "properties": ["field": ["type": "string"], "message": ["type": "string"]],
                ],
            ],
        ],
    ]

    private static let invalidParameters: JSONValue = [
        "error": "aspect_ratio: '5:4' is not one of 16:9, 9:16, 1:1, 4:3, 3:4, 3:2, 2:3",
        "errors": [
            [
                "field": "aspect_ratio",
                "message": "'5:4' is not one of 16:9, 9:16, 1:1, 4:3, 3:4, 3:2, 2:3",
            ],
            ["field": "prompt", "message": "is required"],
        ],
    ]

    private static let failedRequest: JSONValue = [
        "status": "FAILED", "request_id": "4f1c2a9e-0b7d-4c55-9a52-6c1f7e0d8b31",
        "error": "Nothing in this prompt is something that the engine can do",
        "metrics": [
            "inference_time": .number("0.210"), "queue_time": .number("0.004"), "total_time": .number("0.215"),
        ],
    ]
}
