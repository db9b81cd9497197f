import GenerationTypes
import JobStore
import Testing

@Suite(.onEveryDatabase) struct IdempotencyTests {
    @Test func aHundredEqualRequestsAtOnceMakeOneJobAndOneReservation() async throws {
        let fixture = try await StoreFixture()
        let other = try fixture.reopened()
        let accepted = try await withThrowingTaskGroup { group in
            for index in 0..<100 {
                let store = index.isMultiple(of: 2) ? fixture.store : other
                group.addTask { try await store.jobs.accept(try fixture.newJob(key: "once")) }
            }
            return try await group.reduce(into: [AcceptedJob]()) { $0.append($1) }
        }
        #expect(accepted.count == 100)
        #expect(Set(accepted.map(\.job.id)).count == 1)
        #expect(accepted.count(where: \.isNew) == 1)
        #expect(try await fixture.balance == .micro(965_000, 35_000, 0))
        #expect(try await fixture.store.check().isClean)
    }

    @Test func theSameKeyWithAnotherBodyOrModelIsAConflict() async throws {
        let fixture = try await StoreFixture()
        _ = try await fixture.store.jobs.accept(try fixture.newJob("winter", key: "once"))
        let error = try await #require(throws: StoreError.self) {
            try await fixture.store.jobs.accept(try fixture.newJob("summer", key: "once"))
        }
        #expect(error.code == .idempotencyConflict)
        let other = ServedModel(slug: "other", engine: "scene", price: .zero)
        await #expect(throws: StoreError.self) {
            try await fixture.store.jobs.accept(try fixture.newJob("winter", model: other, key: "once"))
        }
        #expect(try await fixture.store.check().jobs == [.queued: 1])
    }

    @Test func aRepeatedRequestFindsItsJobEvenWhenItHasEndedAndTheCreditsAreGone() async throws {
        let fixture = try await StoreFixture(credits: MicroDollars(35_000))
        let first = try await fixture.store.jobs.accept(try fixture.newJob(key: "once"))
        let claimed = try await fixture.claim()
        _ = try await fixture.store.jobs.complete(claimed.lease, try .test())
        let again = try await fixture.store.jobs.accept(try fixture.newJob(key: "once"))
        #expect(!again.isNew && again.job.id == first.job.id && again.job.status == .completed)
        let key = try #require(try fixture.newJob(key: "once").idempotency)
        #expect(try await fixture.store.jobs.accepted(key, account: fixture.account)?.id == first.job.id)
    }

    @Test func aKeyBelongsToItsAccount() async throws {
        let fixture = try await StoreFixture()
        _ = try await fixture.store.jobs.accept(try fixture.newJob(key: "once"))
        let other = try await fixture.store.accounts.create(name: "other").id
        let key = try #require(try fixture.newJob(key: "once").idempotency)
        #expect(try await fixture.store.jobs.accepted(key, account: other) == nil)
    }

    @Test func aKeyIsFreeAgainAfterADay() async throws {
        let fixture = try await StoreFixture()
        let first = try await fixture.store.jobs.accept(try fixture.newJob("winter", key: "once"))
        fixture.clock.advance(.seconds(24 * 3_600 - 1))
        #expect(try await fixture.store.jobs.accept(try fixture.newJob("winter", key: "once")).job.id == first.job.id)
        fixture.clock.advance(.seconds(1))
        #expect(try await fixture.store.jobs.accept(try fixture.newJob("summer", key: "once")).isNew)
    }

    @Test func expiredKeysAreSwept() async throws {
        let fixture = try await StoreFixture()
        _ = try await fixture.store.jobs.accept(try fixture.newJob(key: "once"))
        #expect(try await fixture.store.jobs.sweepIdempotency() == 0)
        fixture.clock.advance(.seconds(24 * 3_600))
        #expect(try await fixture.store.jobs.sweepIdempotency() == 1)
    }
}
