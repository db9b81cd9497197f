import GenerationTypes
import JobStore
import Testing

@Suite(.onEveryDatabase) struct CreditLedgerTests {
    @Test func grantsAndCorrectionsAreEntriesWhoseSumIsTheBalance() async throws {
        let fixture = try await StoreFixture(credits: .zero)
        let credits = fixture.store.credits
        #expect(try await credits.grant(MicroDollars(500), to: fixture.account, note: "welcome") == .micro(500, 0, 0))
        #expect(try await credits.adjust(MicroDollars(-200), of: fixture.account, note: "typo") == .micro(300, 0, 0))
        #expect(try await credits.adjust(MicroDollars(7), of: fixture.account, note: "sorry") == .micro(307, 0, 0))
        let entries = try await credits.entries(of: fixture.account)
        #expect(entries.map(\.kind) == [.grant, .adjustment, .adjustment])
        #expect(entries.map(\.note) == ["welcome", "typo", "sorry"])
        #expect(entries.map(\.from) == [.granted, .available, .granted])
        #expect(try await fixture.store.check().isClean)
    }

    @Test func whatIsNotThereCannotBeTakenAway() async throws {
        let fixture = try await StoreFixture(credits: MicroDollars(100))
        let error = try await #require(throws: StoreError.self) {
            try await fixture.store.credits.adjust(MicroDollars(-101), of: fixture.account, note: "")
        }
        #expect(error.code == .insufficientCredits(available: MicroDollars(100), price: MicroDollars(101)))
        #expect(try await fixture.balance == .micro(100, 0, 0))
    }

    @Test func aGrantIsPositiveAndItsAccountExists() async throws {
        let fixture = try await StoreFixture()
        await #expect(throws: StoreError.self) {
            try await fixture.store.credits.grant(.zero, to: fixture.account)
        }
        let error = try await #require(throws: StoreError.self) {
            try await fixture.store.credits.grant(MicroDollars(1), to: AccountID(rawValue: 999))
        }
        #expect(error.code == .notFound)
    }

    @Test func aJobsMovementsCarryItsID() async throws {
        let fixture = try await StoreFixture()
        let claimed = try await fixture.claimed()
        _ = try await fixture.store.jobs.complete(claimed.lease, try .test())
        let entries = try await fixture.store.credits.entries(of: fixture.account).dropFirst()
        #expect(entries.map(\.kind) == [.reserve, .capture])
        #expect(entries.allSatisfy { $0.job == claimed.job.id && $0.amount == MicroDollars(35_000) })
    }

    @Test func entriesOfAPeriodBeginWithItAndEndBeforeTheNext() async throws {
        let fixture = try await StoreFixture(credits: MicroDollars(1))
        let begin = fixture.clock.now
        fixture.clock.advance(.seconds(1))
        try await fixture.store.credits.grant(MicroDollars(2), to: fixture.account)
        let credits = fixture.store.credits
        let first = try await credits.entries(of: fixture.account, from: begin, to: begin + .seconds(1))
        #expect(first.map(\.amount) == [MicroDollars(1)])
        let second = try await credits.entries(of: fixture.account, from: begin + .seconds(1))
        #expect(second.map(\.amount) == [MicroDollars(2)])
    }

    /// What no method here can do, somebody with a database shell might try.
    @Test(arguments: [
        "UPDATE credit_entry SET amount = 0",
        "DELETE FROM credit_entry",
        "UPDATE credit_balance SET available = -1, granted = granted + available + 1",
        "UPDATE credit_balance SET available = available + 1",
        """
        INSERT INTO credit_entry (account_id, kind, from_book, to_book, amount, created_at)
        VALUES (1, 'grant', 'granted', 'available', -5, 0)
        """,
        """
        INSERT INTO credit_entry (account_id, kind, from_book, to_book, amount, created_at)
        VALUES (1, 'grant', 'granted', 'spent', 5, 0)
        """,
        """
        INSERT INTO credit_entry (account_id, kind, from_book, to_book, amount, job_id, created_at)
        SELECT 1, 'capture', 'reserved', 'spent', 35000, id, 0 FROM job WHERE status = 'completed'
        """,
        """
        INSERT INTO credit_entry (account_id, kind, from_book, to_book, amount, job_id, created_at)
        SELECT 1, 'release', 'reserved', 'available', 35000, id, 0 FROM job WHERE status = 'completed'
        """,
        """
        INSERT INTO credit_entry (account_id, kind, from_book, to_book, amount, job_id, created_at)
        SELECT 1, 'release', 'reserved', 'available', 34999, id, 0 FROM job WHERE status = 'queued'
        """,
        """
        INSERT INTO credit_entry (account_id, kind, from_book, to_book, amount, job_id, created_at)
        SELECT 1, 'reserve', 'available', 'reserved', 35000, id, 0 FROM job WHERE status = 'queued'
        """,
        "UPDATE job SET status = 'queued', not_before = 0, output_key = NULL, finished_at = NULL WHERE status = 'completed'",
    ])
    func theSchemaRefusesWhatMustNotBe(sql: String) async throws {
        let fixture = try await StoreFixture()
        let claimed = try await fixture.claimed()
        _ = try await fixture.store.jobs.complete(claimed.lease, try .test())
        _ = try await fixture.store.jobs.accept(try fixture.newJob())
        let error = try #require(throws: StoreError.self) { try fixture.shell(sql) }
        #expect(error.code == .corrupt)
        #expect(try await fixture.store.check().isClean)
    }
}
