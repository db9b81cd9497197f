import HTTPTypes
import Hummingbird
import JobStore

/// Counts the requests that make work: generations and uploads, also those that turn out to be invalid. Asking about a
/// request is free, so that polling never eats what is needed for asking.
struct RateGate: Sendable {
    let limiter: any RateLimiting
    let clock: WallClock

    /// - Throws: ``APIError`` 429, or ``StoreError``.
    func admit(_ caller: AuthenticatedKey) async throws -> RateDecision {
        let decision = try await limiter.take(caller)
        guard let wait = decision.retryAfter else { return decision }
        var error = APIError(.tooManyRequests, "Rate limit exceeded; try again in \(seconds(wait)) s")
        error.headers = fields(decision)
        throw error
    }

    func addHeaders(_ decision: RateDecision, to response: inout Response) {
        for field in fields(decision) { response.headers[field.name] = field.value }
    }

    private func fields(_ decision: RateDecision) -> HTTPFields {
        var fields = HTTPFields()
        fields[.rateLimitResetAtUTC] = RFC3339.text(decision.reset)
        fields[.rateLimitLimit] = String(decision.limit)
        fields[.rateLimitRemaining] = String(decision.remaining)
        fields[.rateLimitReset] = String(seconds(decision.reset - clock.now))
        if let wait = decision.retryAfter { fields[.retryAfter] = String(seconds(wait)) }
        return fields
    }

    /// Rounded up, so that whoever waits that long is not refused again.
    private func seconds(_ duration: Duration) -> Int64 { max(1, (duration.milliseconds + 999) / 1_000) }
}
