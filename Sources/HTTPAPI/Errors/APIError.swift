import GenerationTypes
import HTTPTypes
import Hummingbird
import ImageCodecs
import ImageFetcher
import JobStore

/// Everything that can go wrong for a client, as one JSON envelope: `{"error": "…"}`, and for faults of a body
/// `"errors": [{"field", "message"}]` beside it. Nothing else in this target chooses an error's status or form.
///
/// | status | when |
/// |---|---|
/// | 400 | a parameter, the JSON or an image is not acceptable; the engine cannot do what the prompt asks (version 1) |
/// | 401 | no key, or one that is unknown, expired or revoked |
/// | 403 | the key lacks the scope |
/// | 404 | no such model, request, file or route |
/// | 405 | the route exists for other verbs, named in `Allow` |
/// | 406 | not enough credits; a `Content-Type` other than `application/json` |
/// | 409 | the `Idempotency-Key` belongs to a different body; the request was cancelled elsewhere (version 1) |
/// | 413 | the body is too large |
/// | 422 | a request that ended in FAILED (version 2; made by its answer, not here) |
/// | 429 | the key's rate limit; too many wrong keys from the address |
/// | 500 | a fault of ours |
/// | 502 | a server that we depend on does not answer |
/// | 503 | not ready, short of memory, or about to stop |
/// | 504 | the image was not ready before the deadline (version 1) |
struct APIError: Error, Sendable {
    let status: HTTPResponse.Status
    let message: String
    var faults: [FieldFault] = []
    var headers: HTTPFields = [:]
    /// Whether the rest of the request must not be waited for.
    var closesConnection = false
    /// What happened inside, for the log only.
    var cause: (any Error)?

    init(_ status: HTTPResponse.Status, _ message: String) {
        self.status = status
        self.message = message
    }

    var envelope: JSONValue {
        let errors = faults.map { ["field": .string($0.field), "message": .string($0.message)] as JSONValue }
        return .object(compacting: ["error": .string(message), "errors": errors.isEmpty ? nil : .array(errors)])
    }

    var response: Response {
        var response = Response(status: status, json: envelope)
        for field in headers { response.headers.append(field) }
        if closesConnection { response.headers[.connection] = "close" }
        return response
    }
}

// MARK: - What clients do wrong

extension APIError {
    static func badRequest(_ message: String) -> Self { APIError(.badRequest, message) }

    static func invalidParameters(_ faults: [FieldFault]) -> Self {
        var error = APIError(.badRequest, faults.first?.text ?? "invalid parameters")
        error.faults = faults
        return error
    }

    static func unauthorized(_ message: String) -> Self {
        var error = APIError(.unauthorized, message)
        error.headers[.wwwAuthenticate] = "Bearer"
        return error
    }

    static func tooManyWrongKeys(_ wait: Duration) -> Self {
        let seconds = max(1, (wait.milliseconds + 999) / 1_000)
        var error = APIError(.tooManyRequests, "Too many wrong API keys from your address; try again in \(seconds) s")
        error.headers[.retryAfter] = String(seconds)
        return error
    }

    static func missingScope(_ scope: KeyScope) -> Self {
        APIError(.forbidden, "This API key lacks the scope '\(scope.rawValue)'")
    }

    static func notFound(_ message: String) -> Self { APIError(.notFound, message) }

    static func requestNotFound(_ id: String) -> Self {
        APIError(.notFound, "Request \(JSONValue.string(id).excerpt.dropFirst().dropLast()) not found")
    }

    static func methodNotAllowed(_ method: HTTPRequest.Method, allowed: [HTTPRequest.Method]) -> Self {
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        var error = APIError(.methodNotAllowed, "Method \(method.rawValue) is not allowed here; use \(names)")
        error.headers[.allow] = names
        return error
    }

    static let wrongContentType = APIError(.notAcceptable, "Invalid content type. Send application/json")

    static func bodyTooLarge(limit: Int) -> Self {
        var error = APIError(.contentTooLarge, "The request body is too large; at most \(limit) bytes are accepted")
        error.closesConnection = true
        return error
    }

    static func insufficientCredits(available: MicroDollars, price: MicroDollars) -> Self {
        APIError(.notAcceptable, "Insufficient credits: this request costs $\(price) and $\(available) are left")
    }
}

// MARK: - What happens here

extension APIError {
    static func internalError(_ cause: (any Error)?) -> Self {
        var error = APIError(.internalServerError, "Internal server error")
        error.cause = cause
        return error
    }

    static func unavailable(_ message: String, cause: (any Error)? = nil) -> Self {
        var error = APIError(.serviceUnavailable, message)
        error.headers[.retryAfter] = "5"
        error.cause = cause
        return error
    }

    static func gatewayTimeout(after deadline: Duration) -> Self {
        let seconds = decimalText(thousandths: Int(deadline.milliseconds)).droppingZeros
        return APIError(
            .gatewayTimeout,
            "The request timed out after \(seconds) s. It was cancelled and nothing was charged; "
                + "use the v2 endpoint for requests that take longer"
        )
    }

    /// How version 1 answers a request that ended without an image.
    init(_ failure: GenerationFailure) {
        let status: HTTPResponse.Status =
            switch failure.code {
            case .invalidImage, .unsupportedPrompt: .badRequest
            case .cancelled: .conflict
            case .deadlineExceeded: .gatewayTimeout
            case .upstreamUnavailable: .badGateway
            case .engineFailed, .outOfMemory, .attemptsExhausted: .internalServerError
            }
        self.init(status, failure.message)
    }

    init(_ error: StoreError) {
        switch error.code {
        case .insufficientCredits(let available, let price):
            self = .insufficientCredits(available: available, price: price)
        case .idempotencyConflict:
            self.init(.conflict, "This Idempotency-Key was used with a different request")
        case .notFound: self = .notFound(error.message)
        case .invalid: self = .badRequest(error.message)
        case .unavailable: self = .unavailable("The storage does not answer now; try again", cause: error)
        case .nameTaken, .newerDatabase, .notWritable, .corrupt: self = .internalError(error)
        }
    }

    /// An image of the field cannot be fetched.
    init(_ error: ImageFetchError, field: String) {
        let fault = FieldFault(field: field, message: error.description)
        self = error.isClientFault ? .invalidParameters([fault]) : APIError(.badGateway, fault.text)
        cause = error.isClientFault ? nil : error
    }

    /// An image of the field is not one that we take.
    init(_ error: ImageCodecError, field: String) {
        let isOurs = error.code == .libraryFailed
        let fault = FieldFault(field: field, message: error.message)
        self = isOurs ? .internalError(error) : .invalidParameters([fault])
    }

    /// Whatever was thrown, in the client's words.
    init(any error: any Error) {
        switch error {
        case let error as APIError: self = error
        case let error as StoreError: self.init(error)
        case let error as GenerationFailure: self.init(error)
        case is MemoryBudget.Exhausted: self = .unavailable("The server is short of memory; try again")
        case let error as HTTPError where error.status == .notFound: self = .notFound("Not found")
        default: self = .internalError(error)
        }
    }
}

extension String {
    /// `300` for `300.000`.
    fileprivate var droppingZeros: String {
        var text = self[...]
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return String(text)
    }
}
