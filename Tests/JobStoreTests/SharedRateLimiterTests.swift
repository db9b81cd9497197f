import Testing

@testable import JobStore

/// Servers that count together.
@Suite(.enabled(if: TestDatabase.server != nil, "needs a PostgreSQL server: Scripts/with-postgres"))
struct SharedRateLimiterTests {
    private func fixture() async throws -> StoreFixture {
        try await TestDatabase.$isOnServer.withValue(true) { try await StoreFixture() }
    }

    private func key(_ fixture: StoreFixture) async throws -> AuthenticatedKey {
        let issued = try await fixture.store.keys.create(for: fixture.account, name: "")
        let key = try await fixture.store.keys.authenticate(issued.text)
        return try #require(key)
    }

    private func allowed(_ count: Int, _ limiters: [any RateLimiting], _ key: AuthenticatedKey) async throws -> Int {
        try await withThrowingTaskGroup { group in
            for number in 0..<count {
                group.addTask { try await limiters[number % limiters.count].take(key).isAllowed }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
    }

    @Test(arguments: [10, 160]) func severalServersGiveOutWhatOneBucketHolds(burst: Int) async throws {
        let fixture = try await fixture()
        let key = try await key(fixture)
        let limit = RateLimit(requestsPerMinute: 600, burst: burst)
        let limiters = [
            fixture.store.makeRateLimiter(default: limit), try fixture.reopened().makeRateLimiter(default: limit),
            try fixture.reopened().makeRateLimiter(default: limit),
        ]
        // One gets no more than all, and all no more than one.
        let first = try await allowed(burst / 2, [limiters[0]], key)
        let rest = try await allowed(3 * burst, limiters, key)
        #expect(first == burst / 2 && first + rest == burst)
        fixture.clock.advance(.milliseconds(500))
        let later = try await allowed(3 * burst, limiters, key)
        #expect(later == 5)
        fixture.clock.advance(.seconds(3_600))
        let full = try await allowed(3 * burst, limiters, key)
        #expect(full == burst)
    }

    @Test func whatAServerDidNotGiveOutGoesBack() async throws {
        let fixture = try await fixture()
        let key = try await key(fixture)
        let limiter = fixture.store.makeRateLimiter(default: RateLimit(requestsPerMinute: 60, burst: 160))
        _ = try await allowed(160, [limiter], key)
        fixture.clock.advance(.seconds(20))
        for _ in 0..<30 {
            // As often as the bucket is refilled: if tokens were lost, this would be refused soon.
            fixture.clock.advance(.seconds(1))
            let decision = try await limiter.take(key)
            #expect(decision.isAllowed && (19...20).contains(decision.remaining))
        }
    }

    @Test func aRefusalSaysWhenTheNextRequestPasses() async throws {
        let fixture = try await fixture()
        let key = try await key(fixture)
        let limiter = fixture.store.makeRateLimiter(default: RateLimit(requestsPerMinute: 30, burst: 1))
        let first = try await limiter.take(key)
        #expect(first.isAllowed && first.remaining == 0)
        let second = try await limiter.take(key)
        #expect(!second.isAllowed && second.retryAfter == .seconds(2))
        fixture.clock.advance(.seconds(2))
        let third = try await limiter.take(key)
        #expect(third.isAllowed)
    }
}
