import GenerationTypes
import JobStore
import Testing

@Suite(.onEveryDatabase) struct JobWatcherTests {
    @Test func aThousandWaitersHearOfAnEndThatAnotherProcessRecorded() async throws {
        let fixture = try await StoreFixture()
        let worker = try fixture.reopened()
        let job = try await fixture.store.jobs.accept(try fixture.newJob()).job
        let ended = try await withThrowingTaskGroup { group in
            for _ in 0..<1_000 { group.addTask { try await fixture.store.watcher.wait(for: job.id) } }
            let claimed = try await fixture.claim(worker)
            _ = try await worker.jobs.complete(claimed.lease, try .test())
            return try await group.reduce(into: [Job?]()) { $0.append($1) }
        }
        #expect(ended.count == 1_000)
        #expect(ended.allSatisfy { $0?.status == .completed && $0?.id == job.id })
    }

    @Test func aJobThatHasEndedIsAnsweredAtOnce() async throws {
        let fixture = try await StoreFixture()
        let job = try await fixture.store.jobs.accept(try fixture.newJob()).job
        _ = try await fixture.store.jobs.cancel(job.id, account: nil, reason: .client)
        #expect(try await fixture.store.watcher.wait(for: job.id)?.status == .cancelled)
    }

    @Test func anUnknownJobIsNotWaitedFor() async throws {
        let fixture = try await StoreFixture()
        #expect(try await fixture.store.watcher.wait(for: .random(at: WallClock.system.now)) == nil)
    }

    @Test func atTheDeadlineTheJobIsAnsweredAsItIs() async throws {
        let fixture = try await StoreFixture()
        let job = try await fixture.store.jobs.accept(try fixture.newJob()).job
        let changes = fixture.store.watcher.changes(of: job.id, until: fixture.clock.now + .seconds(300))
        var seen: [JobStatus] = []
        for await job in changes {
            seen.append(job.status)
            fixture.clock.advance(.seconds(300))
        }
        #expect(seen == [.queued])
    }

    @Test func whoeverIsCancelledStopsWaiting() async throws {
        let fixture = try await StoreFixture()
        let job = try await fixture.store.jobs.accept(try fixture.newJob()).job
        let waiting = Task { try await fixture.store.watcher.wait(for: job.id) }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }

    @Test func everyChangeIsSeenInOrder() async throws {
        let fixture = try await StoreFixture()
        let worker = try fixture.reopened()
        let job = try await fixture.store.jobs.accept(try fixture.newJob()).job
        var seen: [String] = []
        var lease: Lease?
        for await job in fixture.store.watcher.changes(of: job.id) {
            seen.append("\(job.status) \(job.progress?.label ?? "")")
            switch (job.status, lease) {
            case (.queued, _): lease = try await fixture.claim(worker).lease
            case (.processing, let held?) where job.progress == nil:
                let progress = GenerationProgress(step: 1, steps: 2, label: "painting")
                _ = try await worker.jobs.renew(held, for: .seconds(10), progress: progress)
            case (.processing, let held?): _ = try await worker.jobs.complete(held, try .test())
            default: break
            }
        }
        #expect(seen == ["queued ", "processing ", "processing painting", "completed painting"])
    }
}
