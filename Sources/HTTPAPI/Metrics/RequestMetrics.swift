import HTTPTypes
import Metrics
import Synchronization

/// Counts and times answers by verb, route and status. A route is its template, `/v2/requests/{id}`: a path holds what
/// clients make up, which would become a series each.
final class RequestMetrics: Sendable {
    private struct Answer: Hashable {
        let method: String
        let path: String
        let status: Int
    }

    private struct Handlers {
        let counter: Counter
        let timer: Timer
    }

    // Making a handler writes texts and takes a lock; a request of 50 µs should not pay for that.
    private let known = Mutex<[Answer: Handlers]>([:])

    func answered(
        _ method: HTTPRequest.Method,
        _ path: String?,
        _ status: HTTPResponse.Status,
        took duration: Duration
    ) {
        // Unknown paths with made-up verbs would be series without end. The router calls them all by one name.
        let isKnown = path != nil && path != "NotFound"
        let answer = Answer(
            method: isKnown ? method.rawValue : "-",
            path: isKnown ? path ?? "-" : "-",
            status: status.code
        )
        let handlers = known.withLock { known in
            if let handlers = known[answer] { return handlers }
            let handlers = Self.make(answer)
            known[answer] = handlers
            return handlers
        }
        handlers.counter.increment()
        let (seconds, attoseconds) = duration.components
        handlers.timer.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }

    private static func make(_ answer: Answer) -> Handlers {
        let route = [("method", answer.method), ("path", answer.path)]
        return Handlers(
            counter: Counter(label: "yukimi_http_requests", dimensions: route + [("status", "\(answer.status)")]),
            timer: Timer(label: "yukimi_http_request_duration", dimensions: route)
        )
    }
}
