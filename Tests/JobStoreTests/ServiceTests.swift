import GenerationTypes
import JobStore
import Logging
import ServiceLifecycle
import Testing

@Suite(.onEveryDatabase) struct ServiceTests {
    @Test func theReaperReturnsLostJobsUntilItIsShutDown() async throws {
        let fixture = try await StoreFixture()
        let claimed = try await fixture.claimed()
        fixture.clock.advance(.seconds(10))
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let group = ServiceGroup(services: [LeaseReaper(store: fixture.store, logger: logger)], logger: logger)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            for await job in fixture.store.watcher.changes(of: claimed.job.id) where job.status == .queued { break }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    @Test(.onEveryObjectStore) func theSweeperDeletesWritesDownUsesAndForgetsKeys() async throws {
        let fixture = try await StoreFixture()
        let issued = try await fixture.store.keys.create(for: fixture.account, name: "laptop")
        _ = try await fixture.store.keys.authenticate(issued.text)
        let key = try await fixture.store.artifacts.put([1], in: .inputs, fileExtension: "png")
        fixture.clock.advance(.seconds(24 * 3_600))
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        await RetentionSweeper(store: fixture.store, logger: logger).sweep()
        #expect(try await fixture.store.artifacts.exists(key) == false)
        #expect(try await fixture.store.keys.list()[0].lastUsed != nil)
    }
}
