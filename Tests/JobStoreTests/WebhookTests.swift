import GenerationTypes
import JobStore
import Testing

@Suite(.onEveryDatabase) struct WebhookTests {
    @Test func webhooksAreAddedChangedAndSwitchedOffByTheirAccountOnly() async throws {
        let fixture = try await StoreFixture()
        let webhooks = fixture.store.webhooks
        let other = try await fixture.store.accounts.create(name: "other").id
        let added = try await webhooks.add(to: fixture.account, url: "https://a.example/", eventTypes: ["X"])
        #expect(added.isActive && added.secret.hasPrefix("whsec_") && added.secret.count == 50)
        let changed = try await webhooks.update(
            added.id,
            of: fixture.account,
            url: "https://b.example/",
            eventTypes: ["Y", "Z"]
        )
        #expect(changed.url == "https://b.example/" && changed.eventTypes == ["Y", "Z"])
        #expect(changed.secret == added.secret)
        #expect(try await webhooks.setActive(false, added.id, of: fixture.account).isActive == false)
        #expect(try await webhooks.list(of: fixture.account).map(\.id) == [added.id])
        #expect(try await webhooks.list(of: other).isEmpty)
        await #expect(throws: StoreError.self) { try await webhooks.setActive(true, added.id, of: other) }
        await #expect(throws: StoreError.self) {
            try await webhooks.update(added.id, of: other, url: "https://evil.example/", eventTypes: [])
        }
        await #expect(throws: StoreError.self) { try await fixture.store.webhookLog.attempts(of: added.id, of: other) }
        #expect(try await webhooks.list(of: fixture.account).map(\.url) == ["https://b.example/"])
    }

    @Test func aJobsEndIsAnnouncedToActiveWebhooksAndItsOwnAddressInTheSameTransaction() async throws {
        let fixture = try await StoreFixture()
        let webhooks = fixture.store.webhooks
        let active = try await webhooks.add(to: fixture.account, url: "https://a.example/", eventTypes: [])
        let silent = try await webhooks.add(to: fixture.account, url: "https://b.example/", eventTypes: [])
        _ = try await webhooks.setActive(false, silent.id, of: fixture.account)

        _ = try await fixture.store.jobs.accept(try fixture.newJob(webhookURL: "https://own.example/"))
        let claimed = try await fixture.claim()
        #expect(try await fixture.store.webhookLog.deliveries(of: fixture.account).isEmpty)
        _ = try await fixture.store.jobs.complete(claimed.lease, try .test())
        let deliveries = try await fixture.store.webhookLog.deliveries(of: fixture.account)
        #expect(Set(deliveries.map(\.url)) == ["https://a.example/", "https://own.example/"])
        #expect(Set(deliveries.map(\.webhook)) == [active.id, nil])
        #expect(deliveries.allSatisfy { $0.eventType == "request.completed" && $0.job == claimed.job.id })
        #expect(deliveries.allSatisfy { $0.status == .pending && $0.nextAttempt == fixture.clock.now })
    }

    @Test func aRefusedResultAnnouncesNothing() async throws {
        let fixture = try await StoreFixture()
        _ = try await fixture.store.webhooks.add(to: fixture.account, url: "https://a.example/", eventTypes: [])
        let claimed = try await fixture.claimed()
        _ = try await fixture.store.jobs.fail(claimed.lease, GenerationFailure(.engineFailed, "once"))
        _ = try await fixture.store.jobs.complete(claimed.lease, try .test())
        #expect(try await fixture.store.webhookLog.deliveries(of: fixture.account).isEmpty)
    }
}
