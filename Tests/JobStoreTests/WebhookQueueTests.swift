import GenerationTypes
import JobStore
import Testing

@Suite(.onEveryDatabase) struct WebhookQueueTests {
    private let schedule = WebhookSchedule(attempts: 3, firstPause: .seconds(10))

    /// Ends a job, whose news go to this address.
    private func announce(_ fixture: StoreFixture, url: String = "https://own.example/") async throws {
        _ = try await fixture.store.jobs.accept(try fixture.newJob(webhookURL: url))
        _ = try await fixture.store.jobs.complete(try await fixture.claim().lease, try .test())
    }

    private func round(_ store: Store, limit: Int = 10, perAccount: Int = 10) async throws
        -> (claimed: [ClaimedDelivery], abandoned: [WebhookDelivery])
    {
        try await store.webhookQueue.claim(
            limit: limit,
            limitPerAccount: perAccount,
            lease: .seconds(30),
            attempts: schedule.attempts
        )
    }

    private func claim(_ store: Store, limit: Int = 10, perAccount: Int = 10) async throws -> [ClaimedDelivery] {
        try await round(store, limit: limit, perAccount: perAccount).claimed
    }

    private func end(_ store: Store, _ claimed: ClaimedDelivery, _ outcome: WebhookOutcome) async throws
        -> WebhookDelivery.Status?
    {
        try await store.webhookQueue.end(
            claimed,
            outcome,
            took: .milliseconds(12),
            schedule: schedule,
            chance: 0.5
        )
    }

    @Test func aDeliveryIsTakenByOneOfManyServersOnly() async throws {
        let fixture = try await StoreFixture()
        for _ in 0..<5 { try await announce(fixture) }
        let stores = try [fixture.store] + (0..<3).map { _ in try fixture.reopened() }
        let taken = try await withThrowingTaskGroup { group in
            for store in stores { group.addTask { try await claim(store, limit: 3) } }
            return try await group.reduce(into: [ClaimedDelivery]()) { $0 += $1 }
        }
        #expect(taken.count == 5)
        #expect(Set(taken.map(\.delivery.id)).count == 5)
        #expect(try await claim(fixture.store).isEmpty)
    }

    @Test func anAttemptThatDiedWithItsServerIsLoggedAndRepeated() async throws {
        let fixture = try await StoreFixture()
        try await announce(fixture)
        let lost = try #require(try await claim(fixture.store).first)
        fixture.clock.advance(.seconds(31))
        let second = try #require(try await claim(fixture.store).first)
        #expect(second.delivery.id == lost.delivery.id && second.number == 2)
        // What comes too late changes the log, not the delivery.
        #expect(try await end(fixture.store, lost, .failed("too late")) == nil)
        #expect(try await end(fixture.store, second, .answered(status: 204)) == .delivered)
        let log = try await fixture.store.webhookLog.attempts(of: second.delivery.job, of: fixture.account)
        #expect(log.map(\.error) == [nil, "too late"])
        #expect(log.map(\.responseStatus) == [204, nil])
    }

    @Test func whatFailsIsTriedAgainAfterItsPauseAndGivenUpInTheEnd() async throws {
        let fixture = try await StoreFixture()
        try await announce(fixture)
        for pause in [Duration.seconds(10), .seconds(20)] {
            let claimed = try #require(try await claim(fixture.store).first)
            #expect(try await end(fixture.store, claimed, .answered(status: 500)) == .pending)
            fixture.clock.advance(pause - .milliseconds(1))
            #expect(try await claim(fixture.store).isEmpty)
            fixture.clock.advance(.milliseconds(1))
        }
        let last = try #require(try await claim(fixture.store).first)
        #expect(try await end(fixture.store, last, .failed("no answer")) == .abandoned)
        fixture.clock.advance(.seconds(7 * 24 * 3_600))
        #expect(try await claim(fixture.store).isEmpty)
        let abandoned = try await fixture.store.webhookLog.deliveries(of: fixture.account, status: .abandoned)
        #expect(abandoned.map(\.attempts) == [3])
    }

    /// Its attempts are lost with their servers, all three.
    private func loseAll(_ fixture: StoreFixture) async throws -> ClaimedDelivery {
        try await announce(fixture)
        var lost: [ClaimedDelivery] = []
        for _ in 0..<schedule.attempts {
            lost += try await claim(fixture.store)
            fixture.clock.advance(.seconds(31))
        }
        #expect(lost.map(\.number) == Array(1...schedule.attempts))
        let last = try await round(fixture.store)
        #expect(last.claimed.isEmpty && last.abandoned.map(\.attempts) == [schedule.attempts])
        return try #require(lost.last)
    }

    @Test func anEventThatEndsServersIsGivenUp() async throws {
        let fixture = try await StoreFixture()
        let lost = try await loseAll(fixture)
        fixture.clock.advance(.seconds(7 * 24 * 3_600))
        let later = try await round(fixture.store)
        #expect(later.claimed.isEmpty && later.abandoned.isEmpty)
        #expect(try await end(fixture.store, lost, .failed("too late")) == nil)
        let abandoned = try await fixture.store.webhookLog.deliveries(of: fixture.account, status: .abandoned)
        #expect(abandoned.map(\.id) == [lost.delivery.id])
    }

    @Test func whatArrivedAfterAllIsDeliveredAlthoughItWasGivenUp() async throws {
        let fixture = try await StoreFixture()
        let lost = try await loseAll(fixture)
        #expect(try await end(fixture.store, lost, .answered(status: 200)) == .delivered)
        let delivered = try await fixture.store.webhookLog.deliveries(of: fixture.account, status: .delivered)
        #expect(delivered.map(\.id) == [lost.delivery.id])
    }

    @Test func aLostAttemptThatFailsTooLateDoesNotEndTheNextSeries() async throws {
        let fixture = try await StoreFixture()
        let lost = try await loseAll(fixture)
        _ = try await fixture.store.webhookLog.redeliver(lost.delivery.id, of: fixture.account)
        #expect(try await end(fixture.store, lost, .failed("too late")) == nil)
        let again = try #require(try await claim(fixture.store).first)
        #expect(again.number == 1)
    }

    @Test func redeliveringBeginsAWholeSeries() async throws {
        let fixture = try await StoreFixture()
        let other = try await fixture.store.accounts.create(name: "other").id
        try await announce(fixture)
        let claimed = try #require(try await claim(fixture.store).first)
        let id = claimed.delivery.id
        // Not while it is being attempted.
        await #expect(throws: StoreError.self) {
            try await fixture.store.webhookLog.redeliver(id, of: fixture.account)
        }
        #expect(try await end(fixture.store, claimed, .answered(status: 200)) == .delivered)
        await #expect(throws: StoreError.self) { try await fixture.store.webhookLog.redeliver(id, of: other) }
        #expect(try await fixture.store.webhookLog.redeliver(id, of: fixture.account).status == .pending)
        let again = try #require(try await claim(fixture.store).first)
        #expect(again.number == 1 && again.delivery.attempts == 2)
    }

    @Test func anAccountWithADeadReceiverLeavesRoomForOthers() async throws {
        let fixture = try await StoreFixture()
        for _ in 0..<6 { try await announce(fixture) }
        #expect(try await claim(fixture.store, perAccount: 4).count == 4)
        #expect(try await claim(fixture.store, perAccount: 4).isEmpty)
    }

    @Test func aDeactivatedWebhookHearsNothingMoreAndAMovedOneHearsAtItsNewAddress() async throws {
        let fixture = try await StoreFixture()
        let webhooks = fixture.store.webhooks
        let silent = try await webhooks.add(to: fixture.account, url: "https://a.example/", eventTypes: [])
        let moved = try await webhooks.add(to: fixture.account, url: "https://b.example/", eventTypes: [])
        try await announce(fixture)
        _ = try await webhooks.setActive(false, silent.id, of: fixture.account)
        _ = try await webhooks.update(moved.id, of: fixture.account, url: "https://c.example/", eventTypes: [])
        let urls = try await claim(fixture.store).map(\.delivery.url)
        #expect(Set(urls) == ["https://c.example/", "https://own.example/"])
    }

    @Test func aWebhookThatNamesEventsHearsOfTheseOnly() async throws {
        let fixture = try await StoreFixture()
        let webhooks = fixture.store.webhooks
        for types in [["request.failed"], ["request.completed", "request.failed"], ["SOMETHING ELSE"]] {
            _ = try await webhooks.add(to: fixture.account, url: "https://\(types.count).example/", eventTypes: types)
        }
        try await announce(fixture)
        #expect(try await claim(fixture.store).count == 3)
    }

    @Test func anOldSecretIsUsedForADay() async throws {
        let fixture = try await StoreFixture()
        let secrets = fixture.store.webhookSecrets
        let first = try await secrets.current(.requests, of: fixture.account)
        let (second, end) = try await secrets.rotate(.requests, of: fixture.account)
        #expect(first != second && end == fixture.clock.now + .seconds(24 * 3_600))
        for _ in 0..<2 { try await announce(fixture) }
        #expect(try await claim(fixture.store, limit: 1).first?.secrets == [second, first])
        fixture.clock.advance(.seconds(24 * 3_600))
        #expect(try await claim(fixture.store, limit: 1).first?.secrets == [second])

        let webhook = try await fixture.store.webhooks.add(
            to: fixture.account,
            url: "https://a.example/",
            eventTypes: []
        )
        #expect(try await secrets.current(.webhook(webhook.id), of: fixture.account) == webhook.secret)
        let other = try await fixture.store.accounts.create(name: "other").id
        await #expect(throws: StoreError.self) { try await secrets.rotate(.webhook(webhook.id), of: other) }
    }
}
