import HTTPTypes
import Hummingbird

extension Response {
    /// A JSON answer.
    init(status: HTTPResponse.Status = .ok, json: JSONValue) { self.init(status: status, json: json.buffer) }

    /// A JSON answer that is written already.
    init(status: HTTPResponse.Status = .ok, json: ByteBuffer) {
        self.init(
            status: status,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: json)
        )
    }
}

extension HTTPField.Name {
    /// A field name that is known to be valid.
    init(known name: StaticString) {
        guard let field = HTTPField.Name(name.description) else { preconditionFailure("not a field name: \(name)") }
        self = field
    }

    static let apiKey = HTTPField.Name(known: "x-api-key")
    static let idempotencyKey = HTTPField.Name(known: "idempotency-key")
    static let forwardedProtocol = HTTPField.Name(known: "x-forwarded-proto")
    static let forwardedHost = HTTPField.Name(known: "x-forwarded-host")

    static let requestID = HTTPField.Name(known: "x-request-id")
    static let cost = HTTPField.Name(known: "x-cost")
    static let remainingCredits = HTTPField.Name(known: "x-remaining-credits")
    static let generationTime = HTTPField.Name(known: "x-generation-time")
    static let seedValue = HTTPField.Name(known: "x-seed-value")
    static let engine = HTTPField.Name(known: "x-engine")
    static let warnings = HTTPField.Name(known: "x-warnings")
    static let ignoredParameters = HTTPField.Name(known: "x-ignored-parameters")

    static let rateLimitResetAtUTC = HTTPField.Name(known: "x-rate-limit-reset-at-utc")
    static let rateLimitLimit = HTTPField.Name(known: "ratelimit-limit")
    static let rateLimitRemaining = HTTPField.Name(known: "ratelimit-remaining")
    static let rateLimitReset = HTTPField.Name(known: "ratelimit-reset")
}
