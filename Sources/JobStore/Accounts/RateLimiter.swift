import Synchronization

/// The buckets of the keys that this process serves.
public final class RateLimiter: Sendable {
    private let defaultLimit: RateLimit
    private let clock: WallClock
    private let buckets = Mutex<[KeyID: TokenBucket]>([:])

    /// Full buckets are forgotten beyond this many.
    private static let tableLimit = 10_000

    /// The default is for keys without a limit of their own.
    public init(default defaultLimit: RateLimit, clock: WallClock = .system) {
        self.defaultLimit = defaultLimit
        self.clock = clock
    }

    /// One request with this key comes.
    public func take(_ key: AuthenticatedKey) -> RateDecision {
        let now = clock.now
        let limit = key.rateLimit ?? defaultLimit
        return buckets.withLock { buckets in
            var bucket = buckets[key.id] ?? TokenBucket(limit: limit, at: now)
            // The operator changed the key's limit.
            if bucket.limit != limit { bucket = TokenBucket(limit: limit, at: now) }
            let decision = bucket.take(at: now)
            buckets[key.id] = bucket
            if buckets.count > Self.tableLimit {
                buckets = buckets.filter { entry in
                    var bucket = entry.value
                    return !bucket.isFull(at: now)
                }
            }
            return decision
        }
    }
}
