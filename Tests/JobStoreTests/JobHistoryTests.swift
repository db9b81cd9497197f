import GenerationTypes
import JobStore
import Testing

@Suite(.onEveryDatabase) struct JobHistoryTests {
    /// One a second: completed, failed, queued, completed.
    private func fixtureWithJobs() async throws -> (StoreFixture, [JobID]) {
        let fixture = try await StoreFixture()
        let models = ["b", "c", "a", "d"].enumerated().map { index, slug in
            ServedModel(slug: slug, engine: slug, price: MicroDollars(Int64(10 * (index + 1))))
        }
        var ids: [JobID] = []
        for (index, model) in models.enumerated() {
            ids.append(try await fixture.store.jobs.accept(try fixture.newJob(model: model)).job.id)
            fixture.clock.advance(.seconds(1))
            guard index != 2 else { continue }
            let claim = try await fixture.store.jobs.claim(by: .first, engines: [model.engine], lease: .seconds(1))
            let lease = try #require(claim).lease
            if index == 1 {
                _ = try await fixture.store.jobs.fail(lease, GenerationFailure(.invalidImage, "no"))
            } else {
                _ = try await fixture.store.jobs.complete(lease, try .test())
            }
        }
        return (fixture, ids)
    }

    @Test func theNewestComesFirstInPagesThatKnowTheTotal() async throws {
        let (fixture, ids) = try await fixtureWithJobs()
        var query = HistoryQuery(account: fixture.account)
        query.perPage = 3
        let first = try await fixture.store.history.page(query)
        query.page = 2
        let second = try await fixture.store.history.page(query)
        #expect(first.jobs.map(\.id) == [ids[3], ids[2], ids[1]] && first.total == 4)
        #expect(second.jobs.map(\.id) == [ids[0]] && second.total == 4)
    }

    @Test func filtersNarrowAndTotalFollows() async throws {
        let (fixture, ids) = try await fixtureWithJobs()
        let history = fixture.store.history
        var byStatus = HistoryQuery(account: fixture.account)
        byStatus.statuses = [.failed, .queued]
        #expect(try await history.page(byStatus).jobs.map(\.id) == [ids[2], ids[1]])
        #expect(try await history.page(byStatus).total == 2)
        var byModel = HistoryQuery(account: fixture.account)
        byModel.model = "c"
        #expect(try await history.page(byModel).jobs.map(\.id) == [ids[1]])
        var byTime = HistoryQuery(account: fixture.account)
        byTime.from = fixture.clock.now - .seconds(3)
        byTime.to = fixture.clock.now - .seconds(1)
        #expect(try await history.page(byTime).jobs.map(\.id) == [ids[2], ids[1]])
        let stranger = HistoryQuery(account: AccountID(rawValue: 99))
        #expect(try await history.page(stranger).jobs.isEmpty)
        #expect(try await history.page(stranger).total == 0)
    }

    @Test func ordersAreByTimeModelOrWhatWasCharged() async throws {
        let (fixture, ids) = try await fixtureWithJobs()
        var query = HistoryQuery(account: fixture.account)
        query.ascending = true
        #expect(try await fixture.store.history.page(query).jobs.map(\.id) == ids)
        query.order = .model
        #expect(try await fixture.store.history.page(query).jobs.map(\.model) == ["a", "b", "c", "d"])
        query.order = .charge
        query.ascending = false
        #expect(try await fixture.store.history.page(query).jobs.map(\.charge.rawValue) == [40, 10, 0, 0])
    }

    @Test func operatorsSeeTheNewestOfAll() async throws {
        let (fixture, ids) = try await fixtureWithJobs()
        #expect(try await fixture.store.history.newest(2).map(\.id) == [ids[3], ids[2]])
        #expect(try await fixture.store.history.newest(statuses: [.failed]).map(\.id) == [ids[1]])
    }
}
