import GenerationTypes

/// What must be true of a store at every moment, and what is not.
public struct StoreCheck: Sendable {
    /// One rule that was broken, with the first examples.
    public struct Violation: Sendable, Hashable, CustomStringConvertible {
        public let rule: String
        public let count: Int
        /// Accounts, jobs or artifacts, five at most.
        public let examples: [String]

        public var description: String { "\(rule): \(count) (\(examples.joined(separator: ", ")))" }
    }

    public let violations: [Violation]
    /// How many jobs there are in each status.
    public let jobs: [JobStatus: Int]
    public var isClean: Bool { violations.isEmpty }
}

extension Store {
    /// Looks at everything, from one snapshot; while others write as well. Takes one or two seconds per 100,000 jobs.
    public func check() async throws -> StoreCheck {
        let now = clock.now
        var (violations, jobs, outputs) = try await database.read { db in
            let violations = try StoreCheck.rules(db.dialect).compactMap { rule in
                StoreCheck.violation(rule.name, try db.rows(rule.sql) { row in row[0] ?? "nothing" })
            }
            let counts = try db.rows("SELECT status, count(*) AS jobs FROM job GROUP BY status") { row in
                (try StoredText.parse(row["status"]) as JobStatus, row["jobs"] as Int)
            }
            let jobs = Dictionary(uniqueKeysWithValues: counts)
            let outputs = try db.rows(StoreCheck.outputsThatMustExist, [now.milliseconds]) { $0["key"] as String }
            return (violations, jobs, outputs)
        }
        let keys = outputs.compactMap(ArtifactKey.init)
        let missing = try await artifacts.missing(keys).map(\.rawValue)
        if let violation = StoreCheck.violation("a result's file is missing", missing) { violations.append(violation) }
        return StoreCheck(violations: violations, jobs: jobs)
    }
}

extension StoreCheck {
    /// A query that names what breaks the rule.
    fileprivate struct Rule: Sendable {
        let name: String
        let sql: String
    }

    fileprivate static func rules(_ dialect: SQLDialect) -> [Rule] {
        let references = dialect.brokenReferences.map { Rule(name: "a reference leads nowhere", sql: $0) }
        return rules + [references].compactMap { $0 }
    }

    private static let rules = [
        Rule(
            name: "a balance is not the sum of its entries",
            sql: """
                SELECT account_id FROM credit_balance AS balance WHERE
                    granted <> \(sum(of: .granted)) OR available <> \(sum(of: .available))
                    OR reserved <> \(sum(of: .reserved)) OR spent <> \(sum(of: .spent))
                """
        ),
        Rule(
            name: "a balance is negative or does not add up",
            sql: """
                SELECT account_id FROM credit_balance WHERE available < 0 OR reserved < 0 OR spent < 0
                    OR granted + available + reserved + spent <> 0
                """
        ),
        Rule(
            name: "what is reserved is not the price of the jobs that have not ended",
            sql: """
                SELECT account_id FROM credit_balance AS balance WHERE reserved <> (
                    SELECT coalesce(sum(price), 0) FROM job
                    WHERE job.account_id = balance.account_id AND status IN ('queued', 'processing'))
                """
        ),
        Rule(
            name: "what is spent is not the price of the jobs that were delivered",
            sql: """
                SELECT account_id FROM credit_balance AS balance WHERE spent <> (
                    SELECT coalesce(sum(price), 0) FROM job
                    WHERE job.account_id = balance.account_id AND status = 'completed')
                """
        ),
        Rule(
            name: "a job does not have exactly the credit entries of its status",
            sql: """
                SELECT job.id FROM job LEFT JOIN credit_entry ON credit_entry.job_id = job.id
                GROUP BY job.id, job.status, job.price HAVING
                    count(CASE WHEN kind = 'reserve' AND amount = price THEN 1 END) <> 1
                    OR count(CASE WHEN kind = 'capture' AND amount = price THEN 1 END)
                        <> CASE WHEN status = 'completed' THEN 1 ELSE 0 END
                    OR count(CASE WHEN kind = 'release' AND amount = price THEN 1 END)
                        <> CASE WHEN status IN ('failed', 'cancelled') THEN 1 ELSE 0 END
                    OR count(credit_entry.id) <> CASE WHEN status IN ('queued', 'processing') THEN 1 ELSE 2 END
                """
        ),
        Rule(
            name: "an idempotency record names another account's job",
            sql: """
                SELECT job_id FROM idempotency JOIN job ON job.id = job_id
                WHERE job.account_id <> idempotency.account_id
                """
        ),
        Rule(
            name: "a job's end was announced twice to one webhook",
            sql: "SELECT job_id FROM webhook_delivery GROUP BY job_id, webhook_id HAVING count(*) > 1"
        ),
    ]

    /// What the entries of `balance.account_id` say that it has in a book.
    private static func sum(of book: CreditBook) -> String {
        """
        (SELECT coalesce(sum(
            CASE WHEN to_book = '\(book.rawValue)' THEN amount WHEN from_book = '\(book.rawValue)' THEN -amount ELSE 0 END
        ), 0) FROM credit_entry WHERE credit_entry.account_id = balance.account_id)
        """
    }

    /// Results whose time is not over.
    fileprivate static let outputsThatMustExist = """
        SELECT output_key AS key FROM job JOIN artifact ON artifact.key = output_key
        WHERE status = 'completed' AND expires_at > ?
        """

    fileprivate static func violation(_ rule: String, _ found: [String]) -> Violation? {
        found.isEmpty ? nil : Violation(rule: rule, count: found.count, examples: Array(found.prefix(5)))
    }
}
