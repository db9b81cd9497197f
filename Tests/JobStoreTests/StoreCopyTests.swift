import Foundation
import GenerationTypes
import Testing

@testable import JobStore

@Suite(.enabled(if: TestDatabase.server != nil, "needs a PostgreSQL server: Scripts/with-postgres"))
struct StoreCopyTests {
    /// A store in a folder with something in every table, and an empty database.
    private func fixtures() async throws -> (source: StoreFixture, target: TestDatabase) {
        let source = try await StoreFixture()
        let store = source.store
        let key = try await store.keys.create(for: source.account, name: "laptop")
        _ = try await store.sessions.open(keyText: key.text)
        _ = try await store.sessions.makeLink(for: key.key.id)
        _ = try await store.webhooks.add(to: source.account, url: "https://a.example/", eventTypes: ["X"])
        _ = try await store.webhookSecrets.current(.requests, of: source.account)
        _ = try await store.artifacts.put([1, 2, 3], in: .files, fileExtension: "png", account: source.account)
        for number in 0..<4 {
            _ = try await store.jobs.accept(try source.newJob("冬 \(number)", key: "key \(number)"))
        }
        _ = try await store.jobs.complete(try await source.claim().lease, try .test())
        _ = try await store.jobs.fail(try await source.claim().lease, GenerationFailure(.invalidImage, "no"))
        let running = try await source.claim()
        _ = try await store.jobs.renew(
            running.lease,
            for: .seconds(10),
            preview: JobPreview(step: 1, jpeg: [0, 255, 92, 39])
        )
        _ = try await store.webhookQueue.claim(limit: 1, limitPerAccount: 1, lease: .seconds(1), attempts: 3)
        let target = try await TestDatabase.$isOnServer.withValue(true) { try await TestDatabase() }
        return (source, target)
    }

    @Test func everythingIsThereAndGoesOn() async throws {
        let (source, target) = try await fixtures()
        let copy = try await StoreCopy.copy(folder: source.folder, to: target.location)
        #expect(copy.check.isClean && copy.tables.allSatisfy { $0.rows > 0 })
        let store = try Store(folder: source.folder, database: target.location, clock: source.clock.wall)
        #expect(try await store.history.newest() == source.store.history.newest())
        #expect(try await store.credits.entries(of: source.account) == source.store.credits.entries(of: source.account))
        #expect(try await store.credits.balance(of: source.account) == source.balance)
        #expect(try await store.keys.list() == source.store.keys.list())
        // Numbers go on, and what waits is still taken.
        _ = try await store.jobs.accept(try source.newJob())
        let claimed = try await source.claim(store)
        _ = try await store.jobs.complete(claimed.lease, try .test())
        #expect(try await store.accounts.create(name: "later").id == AccountID(rawValue: 2))
        #expect(try await store.check().isClean)
    }

    @Test func aTargetThatHoldsSomethingIsLeftAsItIs() async throws {
        let (source, target) = try await fixtures()
        let other = try Store(folder: source.folder, database: target.location)
        _ = try await other.accounts.create(name: "somebody")
        let error = try await #require(throws: StoreError.self) {
            try await StoreCopy.copy(folder: source.folder, to: target.location)
        }
        #expect(error.code == .invalid)
        #expect(try await other.accounts.list().map(\.name) == ["somebody"])
        #expect(try await other.history.newest().isEmpty)
    }
}
