import GenerationTypes
import Testing

@testable import JobStore

/// The database refuses a job's record that contradicts itself, whoever writes it.
@Suite(.onEveryDatabase) struct JobRecordTests {
    private func expectRefused(_ changes: [String], of job: JobID, in fixture: StoreFixture) throws {
        for change in changes {
            let error = try #require(throws: StoreError.self, "\(change)") {
                try fixture.shell("UPDATE job SET \(change) WHERE id = '\(job)'")
            }
            #expect(error.code == .corrupt, "\(change): \(error.message)")
        }
    }

    private static let never = [
        "id = 'short'", "price = -1", "priority = 101", "attempt = -1", "lease_number = -1", "status = 'lost'",
        "failure_code = NULL, failure_message = 'why'", "failure_code = 'cancelled', failure_message = NULL",
    ]

    @Test func aWaitingJobHasATimeAndNoLeaseAndNoEnd() async throws {
        let fixture = try await StoreFixture()
        let job = try await fixture.store.jobs.accept(try fixture.newJob()).job
        try expectRefused(
            Self.never + [
                "not_before = NULL", "lease_expires_at = 1", "output_key = 'files/1.png'", "finished_at = 1",
                "failure_code = 'cancelled', failure_message = 'why'",
                "status = 'processing'", "status = 'processing', not_before = NULL, lease_expires_at = 1",
                "status = 'completed', not_before = NULL", "status = 'cancelled', not_before = NULL, finished_at = 1",
            ],
            of: job.id,
            in: fixture
        )
    }

    @Test func aRunningJobHasAWorkerAndALeaseAndNoEnd() async throws {
        let fixture = try await StoreFixture()
        let claimed = try await fixture.claimed()
        try expectRefused(
            Self.never + [
                "not_before = 1", "lease_expires_at = NULL", "worker = NULL", "output_key = 'files/1.png'",
                "finished_at = 1", "failure_code = 'cancelled', failure_message = 'why'",
                "status = 'completed', lease_expires_at = NULL, finished_at = 1",
                "status = 'completed', lease_expires_at = NULL, output_key = 'files/1.png'",
                "status = 'failed', lease_expires_at = NULL, finished_at = 1",
            ],
            of: claimed.job.id,
            in: fixture
        )
    }

    @Test func aJobEndsOnce() async throws {
        let fixture = try await StoreFixture()
        let claimed = try await fixture.claimed()
        #expect(try await fixture.store.jobs.complete(claimed.lease, try .test()) == .delivered)
        try expectRefused(
            Self.never + [
                "not_before = 1", "lease_expires_at = 1", "output_key = NULL", "finished_at = NULL",
                "status = 'queued', not_before = 1, output_key = NULL, finished_at = NULL",
                "status = 'failed', output_key = NULL, failure_code = 'cancelled', failure_message = 'why'",
            ],
            of: claimed.job.id,
            in: fixture
        )
    }
}
