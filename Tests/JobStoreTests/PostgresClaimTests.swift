import Foundation
import GenerationTypes
import Testing

@testable import JobStore

/// A claim is one statement without a number to ask for: its jobs tell what it did when its answer was lost.
@Suite(
    .enabled(if: TestDatabase.server != nil, "needs a PostgreSQL server: Scripts/with-postgres"),
    .timeLimit(.minutes(3))
)
struct PostgresClaimTests {
    private func fixture() async throws -> StoreFixture {
        try await TestDatabase.$isOnServer.withValue(true) { try await StoreFixture(credits: MicroDollars(1_000)) }
    }

    private static let lane = JobLane(engine: "scene", model: "cheap")
    private static let cheap = ServedModel(slug: "cheap", engine: "scene", price: MicroDollars(1))

    @Test(arguments: [FaultyProxy.Fault.beforeCommit, .afterCommit, .silentServer])
    func aClaimWhoseConnectionBreaksIsMadeOnce(_ fault: FaultyProxy.Fault) async throws {
        let fixture = try await fixture()
        let worker = WorkerID(rawValue: "unlucky")
        let proxy = try FaultyProxy(to: try #require(fixture.database.url), fault: fault, at: worker.rawValue)
        let store = try Store(folder: fixture.folder, database: .postgres(proxy.url), clock: fixture.clock.wall)
        _ = try await fixture.store.jobs.accept(try fixture.newJob(model: Self.cheap))
        proxy.arm()
        let claimed = try await store.jobs.claim(by: worker, lanes: [Self.lane], lease: .seconds(10))
        let job = try #require(claimed).job
        #expect(proxy.faults == 1)
        #expect(job.state.attempt == 1 && job.state.leaseNumber == 1 && job.revision == 2)
        let stored = try await fixture.store.jobs.job(job.id)
        #expect(stored?.state == job.state)
        let lease = try #require(claimed).lease
        #expect(try await fixture.store.jobs.complete(lease, try .test()) == .delivered)
    }

    @Test func everyJobIsHandedOutOnceWhileConnectionsAreEnded() async throws {
        let fixture = try await fixture()
        let (url, count) = (try #require(fixture.database.url), 150)
        for _ in 0..<count { _ = try await fixture.store.jobs.accept(try fixture.newJob(model: Self.cheap)) }
        let killer = TestDatabase.endingConnections(at: url, every: .milliseconds(5))
        let stores = [fixture.store, try fixture.reopened()]
        let taken = try await withThrowingTaskGroup { group in
            for number in 0..<6 {
                group.addTask {
                    var taken: [Job] = []
                    let worker = WorkerID(rawValue: "worker \(number % 2)")
                    while taken.count < count {
                        let jobs = stores[number % 2].jobs
                        guard let claimed = try await jobs.claim(by: worker, lanes: [Self.lane], lease: .seconds(60))
                        else { break }
                        taken.append(claimed.job)
                    }
                    return taken
                }
            }
            return try await group.reduce(into: [Job]()) { $0 += $1 }
        }
        killer.cancel()
        _ = await killer.value
        #expect(taken.count == count && Set(taken.map(\.id)).count == count)
        #expect(taken.allSatisfy { $0.state.attempt == 1 })
        let live = try await fixture.store.jobs.liveCounts()
        #expect(live == [.processing: count])
    }

    @Test func onlyClaimsMayBeForgottenInACrash() async throws {
        let fixture = try await fixture()
        let database = try PostgresDatabase(url: try #require(fixture.database.url))
        let question = "SHOW synchronous_commit"
        for (waits, answer) in [(true, "on"), (false, "off")] {
            let setting = try await database.writeAtOnce(waitsForDisk: waits) { db in
                try db.value(String.self, question)
            } find: { _ in
                nil
            }
            #expect(setting == answer)
        }
        let setting = try await database.write { db in try db.value(String.self, question) }
        #expect(setting == "on")
    }
}
