import GenerationTypes
import Testing

@testable import JobStore

@Suite(.onEveryDatabase) struct JobQueueTests {
    private static let free = ServedModel(slug: "free", engine: "scene", price: .zero)
    private static let other = ServedModel(slug: "other", engine: "scene", price: .zero)

    private func account(_ name: String, in fixture: StoreFixture) async throws -> AccountID {
        try await fixture.store.accounts.create(name: name).id
    }

    /// Submits and says who submitted.
    private func submit(
        _ count: Int,
        from account: AccountID,
        to model: ServedModel = Self.free,
        priority: Int = 0,
        in fixture: StoreFixture
    ) async throws {
        for _ in 0..<count {
            let sample = try fixture.newJob(model: model)
            let new = NewJob(
                account: account,
                model: model,
                request: sample.request,
                requestBody: sample.requestBody,
                priority: priority
            )
            _ = try await fixture.store.jobs.accept(new)
        }
    }

    private func take(_ lanes: Set<JobLane>? = nil, in fixture: StoreFixture) async throws -> ClaimedJob? {
        let jobs = fixture.store.jobs
        guard let lanes else { return try await jobs.claim(by: .first, engines: ["scene"], lease: .seconds(10)) }
        return try await jobs.claim(by: .first, lanes: lanes, lease: .seconds(10))
    }

    private func takers(_ count: Int, in fixture: StoreFixture) async throws -> [AccountID] {
        var takers: [AccountID] = []
        for _ in 0..<count {
            let claimed = try await take(in: fixture)
            takers.append(try #require(claimed).job.account)
        }
        return takers
    }

    @Test func anAccountWithManyJobsDoesNotKeepAnothersSingleOneWaiting() async throws {
        let fixture = try await StoreFixture()
        let (many, single) = (try await account("many", in: fixture), try await account("single", in: fixture))
        try await submit(40, from: many, in: fixture)
        // Its turns are at the fifth job by now.
        #expect(try await takers(5, in: fixture) == Array(repeating: many, count: 5))
        try await submit(1, from: single, in: fixture)
        let waiting = try await fixture.store.history.newest(1)[0]
        let position = try await fixture.store.estimates.waiting(waiting)?.position
        #expect(position == 1)
        #expect(try await takers(3, in: fixture) == [many, single, many])
    }

    @Test func accountsTakeTurnsWhateverTheyHaveWaiting() async throws {
        let fixture = try await StoreFixture()
        var accounts: [AccountID] = []
        for (number, count) in [9, 3, 6].enumerated() {
            accounts.append(try await account("\(number)", in: fixture))
            try await submit(count, from: accounts[number], in: fixture)
        }
        let (a, b, c) = (accounts[0], accounts[1], accounts[2])
        let taken = try await takers(18, in: fixture)
        #expect(taken == [a, b, c, a, b, c, a, b, c, a, c, a, c, a, c, a, a, a])
    }

    @Test func aJobThatComesBackIsNextAndLetsNobodyElsePass() async throws {
        let fixture = try await StoreFixture()
        let (old, new) = (try await account("old", in: fixture), try await account("new", in: fixture))
        try await submit(10, from: old, in: fixture)
        let claimed = try await take(in: fixture)
        let first = try #require(claimed)
        _ = try await takers(5, in: fixture)
        try await fixture.store.jobs.releaseOnDrain(first.lease)
        try await submit(3, from: new, in: fixture)
        let again = try await take(in: fixture)
        #expect(again?.job.id == first.job.id)
        #expect(try await takers(6, in: fixture) == [old, new, old, new, old, new])
    }

    @Test func higherPrioritiesComeFirstAndTakeTurnsAmongThemselves() async throws {
        let fixture = try await StoreFixture()
        let (low, high) = (try await account("low", in: fixture), try await account("high", in: fixture))
        let higher = try await account("higher", in: fixture)
        try await submit(2, from: low, priority: -1, in: fixture)
        try await submit(2, from: high, in: fixture)
        try await submit(2, from: higher, in: fixture)
        try await submit(1, from: low, priority: 7, in: fixture)
        #expect(try await takers(7, in: fixture) == [low, high, higher, high, higher, low, low])
    }

    @Test func aKeysPriorityIsKeptAndBounded() async throws {
        let fixture = try await StoreFixture()
        let keys = fixture.store.keys
        let issued = try await keys.create(for: fixture.account, name: "first", priority: 9)
        let known = try await keys.authenticate(issued.text)
        #expect(known?.priority == 9)
        await #expect(throws: StoreError.self) {
            try await keys.create(for: fixture.account, name: "too high", priority: 101)
        }
    }

    @Test func aWorkerTakesOnlyWhatItCanRunAndServesItsModelsInTurn() async throws {
        let fixture = try await StoreFixture()
        let account = try await account("a", in: fixture)
        try await submit(4, from: account, in: fixture)
        try await submit(2, from: account, to: Self.other, in: fixture)
        let (free, other) = (JobLane(engine: "scene", model: "free"), JobLane(engine: "scene", model: "other"))
        let wrong = try await take([JobLane(engine: "diffusion", model: "free")], in: fixture)
        #expect(wrong == nil)
        var models: [String?] = []
        for _ in 0..<4 {
            let claimed = try await take([free, other], in: fixture)
            models.append(claimed?.job.model)
        }
        #expect(models == ["free", "other", "free", "other"])
        let none = try await take([other], in: fixture)
        #expect(none == nil)
    }

    @Test func aModelRunsNoMoreJobsThanItsLimitOnAllMachines() async throws {
        let fixture = try await StoreFixture()
        var settings = StoreSettings()
        settings.runningLimits = ["free": 2]
        let stores = [
            try fixture.reopened(settings: settings), try fixture.reopened(settings: settings),
            try fixture.reopened(settings: settings),
        ]
        let account = try await account("a", in: fixture)
        try await submit(6, from: account, in: fixture)
        try await submit(1, from: account, to: Self.other, in: fixture)
        let taken = try await withThrowingTaskGroup { group in
            for number in 0..<9 {
                group.addTask {
                    let worker = WorkerID(rawValue: "worker \(number)")
                    let lane = JobLane(engine: "scene", model: "free")
                    return try await stores[number % 3].jobs.claim(by: worker, lanes: [lane], lease: .seconds(10))
                }
            }
            return try await group.compactMap { $0 }.reduce(into: [ClaimedJob]()) { $0.append($1) }
        }
        #expect(taken.count == 2)
        // What is limited does not keep others waiting.
        let other = try await stores[0].jobs.claim(by: .first, engines: ["scene"], lease: .seconds(10))
        #expect(other?.job.model == "other")
        _ = try await stores[1].jobs.complete(taken[0].lease, try .test())
        let next = try await stores[2].jobs.claim(by: .first, engines: ["scene"], lease: .seconds(10))
        #expect(next?.job.model == "free")
        let last = try await stores[2].jobs.claim(by: .first, engines: ["scene"], lease: .seconds(10))
        #expect(last == nil)
    }

    /// The statement says what ``JobState`` decides: here are both.
    @Test func whatAClaimWritesIsWhatTheStateDecides() async throws {
        let fixture = try await StoreFixture()
        _ = try await fixture.store.jobs.accept(try fixture.newJob())
        let failed = try await fixture.claim()
        let progress = GenerationProgress(step: 1, steps: 2, label: "painting")
        _ = try await fixture.store.jobs.renew(failed.lease, for: .seconds(10), progress: progress)
        _ = try await fixture.store.jobs.fail(failed.lease, GenerationFailure(.upstreamUnavailable, "no answer"))
        fixture.clock.advance(.seconds(1))
        let waiting = try await fixture.store.jobs.job(failed.job.id)
        var state = try #require(waiting).state
        let isTaken = state.claim(by: .second, until: fixture.clock.now + .seconds(10), at: fixture.clock.now)
        let claimed = try await fixture.claim(by: .second)
        #expect(isTaken && claimed.job.state == state)
        #expect(claimed.lease.number == 2 && claimed.lease.worker == .second)
        #expect(claimed.job.started == fixture.clock.now && claimed.job.progress == nil)
        #expect(claimed.job.revision == (waiting?.revision ?? 0) + 1)
    }

    @Test func callsOfAWorkerAtTheSameTimeGetDifferentJobsFromSharedTransactions() async throws {
        let fixture = try await StoreFixture()
        let account = try await account("a", in: fixture)
        try await submit(20, from: account, in: fixture)
        let taken = try await withThrowingTaskGroup { group in
            for _ in 0..<24 { group.addTask { try await take(in: fixture) } }
            return try await group.compactMap { $0?.job.id }.reduce(into: [JobID]()) { $0.append($1) }
        }
        #expect(taken.count == 20 && Set(taken).count == 20)
        let counts = try await fixture.store.jobs.liveCounts()
        #expect(counts == [.processing: 20])
    }

    /// The plan, not the time: nothing is sorted and no job is looked at that is not taken.
    @Test func theNextJobIsFoundByItsIndex() async throws {
        let fixture = try await StoreFixture()
        guard fixture.database.url == nil else { return }
        let plan = try await fixture.store.database.read { db in
            try db.rows(
                """
                EXPLAIN QUERY PLAN SELECT sequence FROM job WHERE status = 'queued' AND engine = ? AND model = ?
                    AND not_before <= ? AND (deadline_at IS NULL OR deadline_at > ?)
                ORDER BY priority DESC, turn, sequence LIMIT 1
                """,
                ["", "", 0, 0]
            ) { $0["detail"] as String }
        }
        #expect(plan == ["SEARCH job USING INDEX job_queue (engine=? AND model=?)"])
    }

    /// An accepted job must not look at those that wait already, however many they are.
    @Test func aTurnIsFoundByIndexesAlone() async throws {
        let fixture = try await StoreFixture()
        guard fixture.database.url == nil else { return }
        let plan = try await fixture.store.database.read { db in
            try db.rows("EXPLAIN QUERY PLAN SELECT \(JobQueue.turn)", [1, "", "", 0, "", "", 0]) {
                $0["detail"] as String
            }
        }
        #expect(plan.count { $0.hasPrefix("SEARCH job USING") } == 2, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }
}
