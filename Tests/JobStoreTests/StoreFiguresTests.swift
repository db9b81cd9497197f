import GenerationTypes
import Testing

@testable import JobStore

@Suite(.onEveryDatabase) struct StoreFiguresTests {
    @Test func theBacklogIsCountedByModelWithTheAgeOfTheOldest() async throws {
        let fixture = try await StoreFixture()
        let other = ServedModel(slug: "summer", engine: "scene", price: MicroDollars(1))
        _ = try await fixture.store.jobs.accept(try fixture.newJob())
        fixture.clock.advance(.seconds(3))
        _ = try await fixture.store.jobs.accept(try fixture.newJob())
        _ = try await fixture.store.jobs.accept(try fixture.newJob(model: other))
        fixture.clock.advance(.seconds(2))
        let before = try await fixture.store.figures.backlog()
        #expect(before.map(\.model) == ["summer", "winter"])
        #expect(before.map(\.queued) == [1, 2])
        #expect(before.map(\.oldestAge) == [.seconds(2), .seconds(5)])

        // Models take turns, so that one job of each is taken.
        _ = try await fixture.claim()
        _ = try await fixture.claim()
        let after = try await fixture.store.figures.backlog()
        #expect(after.map(\.queued) == [0, 1])
        #expect(after.map(\.running) == [1, 1])
        #expect(after.map(\.oldestAge) == [.zero, .seconds(2)])
    }

    @Test func moneyIsCountedFromTheFirstLookOn() async throws {
        let fixture = try await StoreFixture()
        let figures = fixture.store.figures
        let atFirst = try await figures.movements()
        #expect(atFirst[.grant] == .zero)

        let claimed = try await fixture.claimed()
        _ = try await fixture.store.jobs.complete(claimed.lease, try .test())
        _ = try await fixture.store.jobs.accept(try fixture.newJob())
        try await fixture.store.credits.grant(MicroDollars(5), to: fixture.account)
        // A server's database may commit in another order than it gave out ids: it is looked at later.
        fixture.clock.advance(.seconds(20))
        let movements = try await figures.movements()
        #expect(movements[.reserve] == MicroDollars(70_000))
        #expect(movements[.capture] == MicroDollars(35_000))
        #expect(movements[.release] == .zero)
        #expect(movements[.grant] == MicroDollars(5))
        let again = try await figures.movements()
        #expect(again == movements)
    }
}

/// SQLite says what it would do; a scrape that walked through all jobs that ever were would show here.
@Suite struct StoreFiguresPlanTests {
    @Test(
        arguments: [
            StoreFigures.counts(of: .queued), StoreFigures.counts(of: .processing),
            MoneyTally.newest.replacing("?", with: "1"), MoneyTally.news.replacing("?", with: "1"),
        ]
    )
    func noTableIsReadAsAWhole(_ sql: String) async throws {
        let fixture = try await StoreFixture()
        let plan = try await fixture.store.database.read { db in
            try db.rows("EXPLAIN QUERY PLAN \(sql)") { $0["detail"] as String }
        }
        // Walking backwards from the newest entry ends at the first that is old enough.
        let isWalk = sql.contains("LIMIT 1")
        #expect(plan.allSatisfy { !$0.hasPrefix("SCAN") || $0.contains("USING") || isWalk }, "\(plan)")
    }
}
