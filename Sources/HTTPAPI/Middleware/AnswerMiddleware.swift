import HTTPTypes
import Hummingbird
import Logging
import Traces

/// The last to touch every answer: turns errors into the envelope, adds the request's id and the security headers, and
/// writes one line to the access log. It never logs a header, a query, a body or the path itself, which may hold an id:
/// only the route's template, and counts by it as well.
struct AnswerMiddleware: RouterMiddleware {
    private let metrics = RequestMetrics()
    private let tracer: Tracer?

    init(tracer: Tracer? = nil) { self.tracer = tracer }

    /// Where the request is traced, as the span that everything else belongs to.
    @concurrent
    func handle(
        _ request: Request,
        context: APIContext,
        next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        guard let tracer, !Self.isForMachines(request),
            let span = tracer.root(request.method.rawValue, traceparent: request.headers[.traceparent])
        else { return await answer(request, context, next) }
        var context = context
        context.logger[metadataKey: "trace"] = "\(span.context.traceID)"
        var response = await Span.$current.withValue(span) { [context] in await answer(request, context, next) }
        response.headers[.traceparent] = span.context.traceparent
        span.end(
            [
                "http.request.method": "\(request.method)", "http.route": context.endpointPath ?? "-",
                "http.response.status_code": "\(response.status.code)", "request.id": context.id,
            ],
            error: response.status.code >= 500 ? "\(response.status.code)" : nil
        )
        return response
    }

    /// Asked every few seconds by something that looks at numbers and not at traces.
    private static func isForMachines(_ request: Request) -> Bool {
        ["/healthz", "/readyz", "/metrics"].contains(request.uri.path)
    }

    @concurrent
    private func answer(
        _ request: Request,
        _ context: APIContext,
        _ next: @concurrent (Request, APIContext) async throws -> Response
    ) async -> Response {
        let begin = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = answer(to: error, context)
        }
        Self.addHeaders(to: &response, id: context.id)
        let duration = ContinuousClock.now - begin
        metrics.answered(request.method, context.endpointPath, response.status, took: duration)
        log(request, response, context, took: duration)
        return response
    }

    private func answer(to error: any Error, _ context: APIContext) -> Response {
        let error = APIError(any: error)
        if let cause = error.cause {
            context.logger.error("Request failed", metadata: ["error": "\(cause)"])
        }
        return error.response
    }

    /// Answers are for the client that asked, and a browser must not take them for anything but what they say they are.
    private static func addHeaders(to response: inout Response, id: String) {
        if response.headers[.requestID] == nil { response.headers[.requestID] = id }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = "default-src 'none'; frame-ancestors 'none'; sandbox"
        }
        response.headers[.referrerPolicy] = "no-referrer"
    }

    private func log(_ request: Request, _ response: Response, _ context: APIContext, took duration: Duration) {
        let path = context.endpointPath ?? "-"
        let isProbe = path == "/healthz" || path == "/readyz"
        context.logger.log(
            level: isProbe ? .debug : .info,
            "Request answered",
            metadata: [
                "method": .string(request.method.rawValue),
                "path": .string(path),
                "status": .stringConvertible(response.status.code),
                "ms": .string(decimalText(thousandths: Int(duration.microseconds))),
            ]
        )
    }
}

extension Duration {
    fileprivate var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}

extension HTTPField.Name {
    fileprivate static let traceparent = HTTPField.Name(known: "traceparent")
    fileprivate static let referrerPolicy = HTTPField.Name(known: "referrer-policy")
}
