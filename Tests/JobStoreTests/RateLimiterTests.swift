import JobStore
import Testing

@Suite(.onEveryDatabase) struct RateLimiterTests {
    private let begin = Timestamp(milliseconds: 1_000_000)

    @Test func aBurstPassesAndTheNextWaitsForOneTokenToRefill() {
        var bucket = TokenBucket(limit: RateLimit(requestsPerMinute: 50, burst: 10), at: begin)
        for left in (0..<10).reversed() {
            let decision = bucket.take(at: begin)
            #expect(decision.isAllowed && decision.remaining == left && decision.retryAfter == nil)
        }
        let refused = bucket.take(at: begin)
        #expect(!refused.isAllowed && refused.remaining == 0)
        #expect(refused.retryAfter == .milliseconds(1_200))
        #expect(refused.reset == begin + .seconds(12))
        #expect(bucket.take(at: begin + .milliseconds(1_199)).isAllowed == false)
        #expect(bucket.take(at: begin + .milliseconds(1_200)).isAllowed == true)
    }

    @Test func neverMoreThanTheRatePlusTheBurstPass() {
        var bucket = TokenBucket(limit: RateLimit(requestsPerMinute: 60, burst: 5), at: begin)
        let passed = (0..<600).count { bucket.take(at: begin + .milliseconds($0 * 100)).isAllowed }
        #expect((64...65).contains(passed))
    }

    @Test func aClockThatIsSetBackTakesNothingAway() {
        var bucket = TokenBucket(limit: RateLimit(requestsPerMinute: 60, burst: 2), at: begin)
        #expect(bucket.take(at: begin - .seconds(3_600)).remaining == 1)
        #expect(bucket.take(at: begin - .seconds(3_600)).isAllowed == true)
        #expect(bucket.take(at: begin - .seconds(3_600)).isAllowed == false)
    }

    @Test func keysHaveBucketsOfTheirOwnAndLimitsOfTheirOwn() async throws {
        let fixture = try await StoreFixture()
        let keys = fixture.store.keys
        let limiter = RateLimiter(default: RateLimit(requestsPerMinute: 1, burst: 1), clock: fixture.clock.wall)
        let limit = RateLimit(requestsPerMinute: 1, burst: 3)
        var authenticated: [AuthenticatedKey] = []
        for limit in [nil, limit] {
            let issued = try await keys.create(for: fixture.account, name: "", rateLimit: limit)
            authenticated.append(try #require(try await keys.authenticate(issued.text)))
        }
        #expect(limiter.take(authenticated[0]).isAllowed)
        #expect(!limiter.take(authenticated[0]).isAllowed)
        #expect(limiter.take(authenticated[1]).limit == 3)
        #expect(limiter.take(authenticated[1]).remaining == 1)
        fixture.clock.advance(.seconds(60))
        #expect(limiter.take(authenticated[0]).isAllowed)
    }
}
