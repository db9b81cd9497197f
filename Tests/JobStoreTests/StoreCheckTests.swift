import GenerationTypes
import ObjectStorage
import Testing

@testable import JobStore

@Suite(.onEveryDatabase) struct StoreCheckTests {
    /// Damage done past every guard, and the rule that must notice it.
    @Test(arguments: [
        (
            "DROP TRIGGER credit_entry_is_never_changed; UPDATE credit_entry SET amount = amount + 1 WHERE kind = 'grant'",
            "a balance is not the sum of its entries"
        ),
        (
            "UPDATE credit_balance SET available = available - 1, reserved = reserved + 1",
            "what is reserved is not the price of the jobs that have not ended"
        ),
        (
            "UPDATE credit_balance SET available = available - 1, spent = spent + 1",
            "what is spent is not the price of the jobs that were delivered"
        ),
        (
            """
            DROP TRIGGER credit_entry_is_never_deleted; DELETE FROM credit_entry WHERE kind = 'capture';
            """,
            "a job does not have exactly the credit entries of its status"
        ),
        (
            """
            INSERT INTO webhook_delivery (account_id, job_id, url, event_type, status, next_attempt_at, created_at)
            SELECT 1, id, 'x', 'x', 'pending', 0, 0 FROM job, (SELECT 1 UNION ALL SELECT 2) AS twice WHERE status = 'completed'
            """,
            "a job's end was announced twice to one webhook"
        ),
    ])
    func eachRuleNoticesItsViolation(sql: String, rule: String) async throws {
        let fixture = try await StoreFixture()
        let claimed = try await fixture.claimed()
        _ = try await fixture.store.jobs.complete(claimed.lease, try .test())
        _ = try await fixture.store.jobs.accept(try fixture.newJob())
        #expect(try await fixture.store.check().isClean)
        let onServer = sql.replacing(/DROP TRIGGER \w+/) { "\($0.output) ON credit_entry" }
        try fixture.shell(fixture.database.url == nil ? sql : onServer)
        #expect(try await fixture.store.check().violations.map(\.rule).contains(rule))
    }

    @Test(.onEveryObjectStore) func aMissingResultIsNoticed() async throws {
        let fixture = try await StoreFixture()
        let claimed = try await fixture.claimed()
        let key = try await fixture.store.artifacts.put([1, 2, 3], in: .files, fileExtension: "png")
        _ = try await fixture.store.jobs.complete(claimed.lease, try .test(key.rawValue))
        #expect(try await fixture.store.check().isClean)
        try await fixture.store.artifacts.objects.delete([key.rawValue])
        #expect(try await fixture.store.check().violations.map(\.rule) == ["a result's file is missing"])
    }
}
