/// A key's allowance: a bucket that holds `burst` requests and refills evenly.
public struct TokenBucket: Sendable, Hashable {
    public let limit: RateLimit
    private var tokens: Double
    private var updated: Timestamp

    /// A full bucket.
    public init(limit: RateLimit, at now: Timestamp) {
        self.limit = limit
        tokens = Double(limit.burst)
        updated = now
    }

    /// One request comes.
    public mutating func take(at now: Timestamp) -> RateDecision {
        refill(at: now)
        let isAllowed = tokens >= 1
        if isAllowed { tokens -= 1 }
        return RateDecision(isAllowed: isAllowed, limit: limit, tokens: tokens, at: now)
    }

    /// Whether forgetting the bucket would change nothing.
    public mutating func isFull(at now: Timestamp) -> Bool {
        refill(at: now)
        return tokens >= Double(limit.burst)
    }

    private mutating func refill(at now: Timestamp) {
        // A clock that was set back must not take tokens away.
        let elapsed = max(0, now.milliseconds - updated.milliseconds)
        tokens = min(Double(limit.burst), tokens + Double(elapsed) * limit.perMillisecond)
        updated = now
    }
}

extension RateLimit {
    var perMillisecond: Double { Double(requestsPerMinute) / 60_000 }
}

extension RateDecision {
    /// What a bucket with so many tokens left means.
    init(isAllowed: Bool, limit: RateLimit, tokens: Double, at now: Timestamp) {
        func wait(until wanted: Double) -> Duration {
            .milliseconds(Int64((max(0, wanted - tokens) / limit.perMillisecond).rounded(.up)))
        }
        self.init(
            isAllowed: isAllowed,
            limit: limit.burst,
            remaining: Int(tokens),
            reset: now + wait(until: Double(limit.burst)),
            retryAfter: isAllowed ? nil : wait(until: 1)
        )
    }
}

/// Whether a request may pass, and what the rate-limit headers say.
public struct RateDecision: Sendable, Hashable {
    public let isAllowed: Bool
    /// Requests that a full bucket allows at once.
    public let limit: Int
    public let remaining: Int
    /// When the bucket is full again.
    public let reset: Timestamp
    /// Set when refused: until the next request would pass.
    public let retryAfter: Duration?
}
