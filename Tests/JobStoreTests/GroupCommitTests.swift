import Testing

@testable import JobStore

@Suite struct GroupCommitTests {
    private struct Refusal: Error {}

    @Test(.onEveryDatabase) func aWriteThatThrowsLeavesNothingAndDoesNotTouchItsNeighbours() async throws {
        let fixture = try await StoreFixture()
        let database = fixture.store.database
        let failures = await withTaskGroup { group in
            for index in 0..<200 {
                group.addTask {
                    do {
                        try await database.write { db in
                            try db.run("INSERT INTO account (name, created_at) VALUES (?, 0)", ["number \(index)"])
                            if index.isMultiple(of: 3) { throw Refusal() }
                        }
                        return false
                    } catch {
                        return error is Refusal
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(failures == 67)
        let names = Set(try await fixture.store.accounts.list().map(\.name))
        #expect(names == Set(["acme"] + (0..<200).filter { !$0.isMultiple(of: 3) }.map { "number \($0)" }))
    }

    @Test func aTransactionThatCannotCommitFailsForEverybodyInIt() async throws {
        let fixture = try await StoreFixture()
        let database = fixture.store.database
        let failures = await withTaskGroup { group in
            for index in 0..<20 {
                group.addTask {
                    do {
                        try await database.write { db in
                            // What a full disk does: everything is rolled back behind the writer's back.
                            if index == 10 { try db.script("ROLLBACK") }
                            try db.run("INSERT INTO account (name, created_at) VALUES (?, 0)", ["number \(index)"])
                        }
                        return false
                    } catch {
                        return true
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        // Each answer is the truth: as many names are missing as callers were told.
        #expect(failures >= 1)
        #expect(try await fixture.store.accounts.list().count == 1 + 20 - failures)
        // And the store still works.
        _ = try await fixture.store.accounts.create(name: "later")
    }

    @Test(.onEveryDatabase) func everyCallerHearsOnlyAfterItsCommit() async throws {
        let fixture = try await StoreFixture()
        let other = try fixture.reopened()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<50 {
                group.addTask {
                    let account = try await fixture.store.accounts.create(name: "number \(index)")
                    return try await other.accounts.find(account.id) == account
                }
            }
            for try await isVisible in group { #expect(isVisible) }
        }
    }
}
