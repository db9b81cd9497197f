import GenerationTypes
import JobStore
import Testing

@Suite(.onEveryDatabase) struct JobEstimatesTests {
    private let machine = WorkerID(rawValue: "anvil/17/ab")
    private let colleague = WorkerID(rawValue: "anvil/18/cd")
    private let elsewhere = WorkerID(rawValue: "forge/17/ab")

    /// Delivers a job that takes this long.
    private func deliver(_ fixture: StoreFixture, in time: Duration, by worker: WorkerID) async throws {
        let claimed = try await fixture.claimed(by: worker)
        fixture.clock.advance(time)
        _ = try await fixture.store.jobs.complete(claimed.lease, try .test())
    }

    @Test func aRunningJobIsExpectedToTakeWhatOthersTookOnItsMachine() async throws {
        let fixture = try await StoreFixture()
        let estimates = fixture.store.estimates
        let first = try await fixture.claimed(by: machine)
        #expect(try await estimates.remaining(of: first.job) == nil)
        fixture.clock.advance(.seconds(4))
        _ = try await fixture.store.jobs.complete(first.lease, try .test())

        let second = try await fixture.claimed(by: colleague)
        #expect(try await estimates.remaining(of: second.job) == .seconds(4))
        fixture.clock.advance(.seconds(3))
        #expect(try await estimates.remaining(of: second.job) == .seconds(1))
        fixture.clock.advance(.seconds(1))
        #expect(try await estimates.remaining(of: second.job) == nil)

        #expect(try await estimates.remaining(of: try await fixture.claimed(by: elsewhere).job) == nil)
    }

    @Test func theMeanFollowsWhatIsNew() async throws {
        let fixture = try await StoreFixture(credits: MicroDollars(100_000_000))
        for _ in 0..<10 { try await deliver(fixture, in: .seconds(2), by: machine) }
        for _ in 0..<100 { try await deliver(fixture, in: .seconds(6), by: machine) }
        let job = try await fixture.claimed(by: machine).job
        let remaining = try #require(try await fixture.store.estimates.remaining(of: job))
        #expect(remaining > .milliseconds(5_900) && remaining <= .seconds(6))
    }

    @Test func whatWasNotDeliveredTeachesNothing() async throws {
        let fixture = try await StoreFixture()
        let claimed = try await fixture.claimed(by: machine)
        fixture.clock.advance(.milliseconds(1))
        _ = try await fixture.store.jobs.fail(claimed.lease, GenerationFailure(.unsupportedPrompt, "no"))
        #expect(try await fixture.store.estimates.remaining(of: try await fixture.claimed(by: machine).job) == nil)
    }

    @Test func aWaitingJobWaitsForThoseThatRunAndThoseBeforeIt() async throws {
        let fixture = try await StoreFixture()
        let estimates = fixture.store.estimates
        try await deliver(fixture, in: .seconds(4), by: machine)
        _ = try await fixture.claimed(by: machine)
        _ = try await fixture.claimed(by: colleague)
        fixture.clock.advance(.seconds(1))
        _ = try await fixture.store.jobs.accept(try fixture.newJob())
        let job = try await fixture.store.jobs.accept(try fixture.newJob()).job
        // Two workers have 3 s each to go; the job before it takes 4 s; the job itself 4 s.
        let expected = JobEstimates.Waiting(position: 1, remaining: .seconds(9))
        #expect(try await estimates.waiting(job) == expected)
    }
}
