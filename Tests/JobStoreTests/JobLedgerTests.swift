import GenerationTypes
import JobStore
import Testing

@Suite struct JobLedgerTests {
    @Test func aJobIsReservedWhenAcceptedAndChargedWhenDelivered() async throws {
        let fixture = try await StoreFixture()
        let job = try await fixture.store.jobs.accept(try fixture.newJob()).job
        #expect(job.status == .queued)
        #expect(try await fixture.balance == .micro(965_000, 35_000, 0))

        let claimed = try await fixture.claim()
        #expect(claimed.job.id == job.id)
        #expect(claimed.job.status == .processing)
        #expect(claimed.job.request == job.request)

        fixture.clock.advance(.seconds(2))
        #expect(try await fixture.store.jobs.complete(claimed.lease, try .test()) == .delivered)
        let done = try #require(try await fixture.store.jobs.job(job.id, account: fixture.account))
        #expect(done.status == .completed)
        #expect(done.output == (try .test()))
        #expect(done.totalTime == .seconds(2))
        #expect(try await fixture.balance == .micro(965_000, 0, 35_000))
    }
}

extension CreditBalance {
    static func micro(_ available: Int64, _ reserved: Int64, _ spent: Int64) -> Self {
        Self(available: MicroDollars(available), reserved: MicroDollars(reserved), spent: MicroDollars(spent))
    }
}
