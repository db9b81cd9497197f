import GenerationTypes
import Testing

@testable import JobStore

/// A database server that crashes may forget the newest claims: the job waits again, and its next lease has the number that the
/// forgotten one had.
@Suite(.onEveryDatabase) struct ForgottenClaimTests {
    private func forget(_ claimed: ClaimedJob, in fixture: StoreFixture) throws {
        try fixture.shell(
            """
            UPDATE job SET status = 'queued', not_before = submitted_at, attempt = attempt - 1,
                lease_number = lease_number - 1, revision = revision - 1, worker = NULL, lease_expires_at = NULL,
                started_at = NULL, claim = NULL
            WHERE id = '\(claimed.job.id)'
            """
        )
    }

    private func expectLost(_ lease: Lease, _ jobs: JobLedger) async throws {
        #expect(try await jobs.look(at: lease) == .lost)
        #expect(try await jobs.renew(lease, for: .seconds(10)) == .lost)
        #expect(try await jobs.complete(lease, try .test("files/forgotten.png")) == .lost)
        #expect(try await jobs.fail(lease, GenerationFailure(.engineFailed, "")) == .lost)
        #expect(try await jobs.releaseOnDrain(lease) == .lost)
    }

    @Test(arguments: [WorkerID.first, .second])
    func aForgottenLeaseIsLostAlthoughTheNextOneHasItsNumber(_ next: WorkerID) async throws {
        let fixture = try await StoreFixture()
        let jobs = fixture.store.jobs
        let forgotten = try await fixture.claimed(by: .first)
        #expect(try await jobs.look(at: forgotten.lease) == .held(forgotten.lease, cancel: nil))
        try forget(forgotten, in: fixture)
        try await expectLost(forgotten.lease, jobs)

        let claimed = try await fixture.claim(by: next)
        #expect(claimed.job.id == forgotten.job.id && claimed.lease.number == forgotten.lease.number)
        try await expectLost(forgotten.lease, jobs)
        #expect(try await jobs.look(at: claimed.lease) == .held(claimed.lease, cancel: nil))
        #expect(try await jobs.complete(claimed.lease, try .test()) == .delivered)
        try await expectLost(forgotten.lease, jobs)
        let job = try await jobs.job(claimed.job.id)
        #expect(job?.output == (try .test()) && job?.state.attempt == 1)
        #expect(try await fixture.balance == .micro(965_000, 0, 35_000))
        #expect(try await fixture.store.check().isClean)
    }
}
