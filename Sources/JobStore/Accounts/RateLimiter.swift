import Synchronization

/// Counts how often keys are used.
public protocol RateLimiting: Sendable {
    /// One request with this key comes.
    ///
    /// - Throws: ``StoreError`` when nobody knows whether it may pass.
    func take(_ key: AuthenticatedKey) async throws -> RateDecision
}

extension Store {
    /// With a PostgreSQL server, its processes count together.
    public func makeRateLimiter(default limit: RateLimit) -> any RateLimiting {
        database.sharesRates
            ? SharedRateLimiter(database: database, default: limit, clock: clock)
            : RateLimiter(default: limit, clock: clock)
    }
}

/// The buckets of the keys that this process serves.
public final class RateLimiter: RateLimiting {
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
