import Foundation
import GenerationTypes
import Testing

@testable import JobStore

/// Connections that break at the worst moments.
@Suite(
    .enabled(if: TestDatabase.server != nil, "needs a PostgreSQL server: Scripts/with-postgres"),
    .timeLimit(.minutes(3))
)
struct PostgresFaultTests {
    private func database() async throws -> TestDatabase {
        try await TestDatabase.$isOnServer.withValue(true) { try await TestDatabase() }
    }

    private func names(_ database: PostgresDatabase) async throws -> [String] {
        try await database.read { db in try db.rows("SELECT name FROM account ORDER BY name") { $0[0] as String } }
    }

    private static let insert = "INSERT INTO account (name, created_at) VALUES (?, 0)"

    @Test func aTransactionWhoseConnectionIsEndedIsRepeatedAndCountsOnce() async throws {
        let test = try await database()
        let database = try PostgresDatabase(url: try #require(test.url))
        let calls = Calls()
        try await database.write { db in
            try db.run(Self.insert, ["once"])
            guard calls.next() == 1 else { return }
            // What an operator or a failing server does.
            try db.forEach("SELECT pg_terminate_backend(pg_backend_pid())", []) { _ in true }
        }
        #expect(calls.count == 2)
        #expect(try await names(database) == ["once"])
    }

    @Test func aCommitThatNeverArrivedIsRepeated() async throws {
        let test = try await database()
        let proxy = try FaultyProxy(to: try #require(test.url), fault: .beforeCommit)
        let database = try PostgresDatabase(url: proxy.url)
        let calls = Calls()
        proxy.arm()
        try await database.write { db in
            _ = calls.next()
            try db.run(Self.insert, ["once"])
        }
        #expect(proxy.faults == 1)
        #expect(calls.count == 2)
        #expect(try await names(database) == ["once"])
    }

    @Test func aCommitWhoseAnswerWasLostIsNotRepeated() async throws {
        let test = try await database()
        let proxy = try FaultyProxy(to: try #require(test.url), fault: .afterCommit)
        let database = try PostgresDatabase(url: proxy.url)
        let calls = Calls()
        proxy.arm()
        let answer = try await database.write { db in
            try db.run(Self.insert, ["once"])
            return calls.next()
        }
        #expect(proxy.faults == 1 && calls.count == 1 && answer == 1)
        #expect(try await names(database) == ["once"])
    }

    /// The connection is cut towards us only: the server waits for a `COMMIT` that never comes.
    @Test func aTransactionThatHangsAtTheServerIsEndedAndRepeated() async throws {
        let test = try await database()
        let proxy = try FaultyProxy(to: try #require(test.url), fault: .silentServer)
        var limits = PostgresLimits()
        limits.patience = .milliseconds(200)
        let database = try PostgresDatabase(url: proxy.url, limits: limits)
        proxy.arm()
        try await database.write { db in try db.run(Self.insert, ["once"]) }
        #expect(proxy.faults == 1)
        #expect(try await names(database) == ["once"])
    }

    @Test func transactionsThatWaitForEachOtherBothEnd() async throws {
        let test = try await database()
        let database = try PostgresDatabase(url: try #require(test.url))
        for name in ["a", "b"] { try await database.write { db in try db.run(Self.insert, [name]) } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for order in [["a", "b"], ["b", "a"]] {
                group.addTask {
                    for _ in 0..<5 {
                        try await database.write { db in
                            for name in order {
                                try db.run("UPDATE account SET created_at = created_at + 1 WHERE name = ?", [name])
                                usleep(20_000)
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let sums = try await database.read { db in
            try db.rows("SELECT created_at FROM account ORDER BY name") { $0[0] as Int64 }
        }
        #expect(sums == [10, 10])
    }

    @Test func anErrorUndoesItsTransactionOnly() async throws {
        let test = try await database()
        let database = try PostgresDatabase(url: try #require(test.url))
        let error = try await #require(throws: StoreError.self) {
            try await database.write { db in
                try db.run(Self.insert, ["lost"])
                try db.run(Self.insert, ["lost"])
            }
        }
        #expect(error.code == .corrupt && error.message.contains("23505"))
        #expect(try await names(database).isEmpty)
    }

    @Test func textsWithZerosAreRefusedAndOthersComeBackAsTheyWere() async throws {
        let test = try await database()
        let database = try PostgresDatabase(url: try #require(test.url))
        let error = try await #require(throws: StoreError.self) {
            try await database.write { db in try db.run(Self.insert, ["a\0b"]) }
        }
        #expect(error.code == .invalid)
        let bytes = Data((0...255).map { UInt8($0) })
        let texts = ["", "'; DROP TABLE account; --", "雪見 \u{1F3D4}", "a\\b\n\"c\"", "$1 ?"]
        for text in texts {
            let back = try await database.look { db in
                try db.first(
                    "SELECT CAST(? AS text), CAST(? AS bytea), CAST(? AS bigint), CAST(? AS double precision), CAST(? AS text)",
                    [text, bytes, Int64.min, 0.1, nil as String?]
                ) { row in
                    (row[0] as String, row[1] as Data, row[2] as Int64, row[3] as Double, row[4] as String?)
                }
            }
            let values = try #require(back)
            #expect(values.0 == text && values.1 == bytes && values.2 == .min && values.3 == 0.1 && values.4 == nil)
        }
        #expect(PostgresConnection.numbered("a = ? AND b = '?' AND c = ?") == "a = $1 AND b = '?' AND c = $2")
    }

    /// Many clients, while somebody ends server processes again and again: each job is accepted once, or its client is told
    /// that it was not.
    @Test func nothingIsLostOrDoneTwiceWhileConnectionsAreEnded() async throws {
        let fixture = try await TestDatabase.$isOnServer.withValue(true) {
            try await StoreFixture(credits: MicroDollars(1_000))
        }
        let url = try #require(fixture.database.url)
        let killer = TestDatabase.endingConnections(at: url, every: .milliseconds(15))
        let cheap = ServedModel(slug: "cheap", engine: "scene", price: MicroDollars(1))
        let accepted = try await withThrowingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    var accepted: [JobID] = []
                    for _ in 0..<40 {
                        do {
                            accepted.append(
                                try await fixture.store.jobs.accept(try fixture.newJob(model: cheap)).job.id
                            )
                        } catch let error as StoreError where error.code == .unavailable {}
                    }
                    return accepted
                }
            }
            return try await group.reduce(into: [JobID]()) { $0 += $1 }
        }
        killer.cancel()
        _ = await killer.value
        let stored = try await fixture.store.history.newest(1_000).map(\.id)
        #expect(Set(stored) == Set(accepted) && stored.count == accepted.count)
        #expect(accepted.count > 300)
        #expect(try await fixture.store.check().isClean)
    }
}
