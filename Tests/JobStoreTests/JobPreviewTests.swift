import GenerationTypes
import JobStore
import Testing

@Suite(.onEveryDatabase) struct JobPreviewTests {
    @Test func theNewestIsKeptUntilTheAttemptEnds() async throws {
        let fixture = try await StoreFixture()
        let (jobs, previews) = (fixture.store.jobs, fixture.store.previews)
        let claimed = try await fixture.claimed()
        let id = claimed.job.id
        #expect(try await previews.newest(of: id, otherThan: nil) == nil)
        for step in 1...2 {
            _ = try await jobs.renew(
                claimed.lease,
                for: .seconds(10),
                preview: JobPreview(step: step, jpeg: [UInt8(step)])
            )
        }
        let newest = try #require(try await previews.newest(of: id, otherThan: 1))
        #expect(newest.number == 2 && newest.preview == JobPreview(step: 2, jpeg: [2]))
        #expect(try await previews.newest(of: id, otherThan: 2) == nil)

        _ = try await jobs.fail(claimed.lease, GenerationFailure(.engineFailed, "try again"))
        #expect(try await previews.newest(of: id, otherThan: nil) == nil)
    }

    @Test func aLostLeaseShowsNothing() async throws {
        let fixture = try await StoreFixture()
        let claimed = try await fixture.claimed()
        _ = try await fixture.store.jobs.releaseOnDrain(claimed.lease)
        let preview = JobPreview(step: 1, jpeg: [1])
        #expect(try await fixture.store.jobs.renew(claimed.lease, for: .seconds(10), preview: preview) == .lost)
        #expect(try await fixture.store.previews.newest(of: claimed.job.id, otherThan: nil) == nil)
    }
}
