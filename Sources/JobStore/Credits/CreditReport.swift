public import GenerationTypes

/// What a key spent on one day.
public struct DailySpend: Sendable, Hashable {
    /// Nil for keys that are not known any more.
    public let key: KeyID?
    public let keyName: String
    public let account: AccountID
    /// Days since 1970 in UTC.
    public let day: Int
    public let amount: MicroDollars
    public let requestCount: Int
}

/// The ledger as operators look at it: of one account, or of all when none is named.
public struct CreditReport: Sendable {
    let database: any SQLDatabase

    /// What every account has, by the account's number.
    public func balances(of account: AccountID? = nil) async throws -> [(account: Account, balance: CreditBalance)] {
        try await database.read { db in
            let accounts = try db.rows(
                "SELECT * FROM account WHERE id = coalesce(?, id) ORDER BY id",
                [account?.rawValue],
                Account.init(row:)
            )
            return try accounts.map { account in (account, try CreditLedger.balance(of: account.id, db)) }
        }
    }

    /// The newest movements, newest first.
    public func newestEntries(of account: AccountID? = nil, limit: Int = 100) async throws -> [CreditEntry] {
        try await database.read { db in
            try db.rows(
                "SELECT * FROM credit_entry WHERE account_id = coalesce(?, account_id) ORDER BY id DESC LIMIT ?",
                [account?.rawValue, limit],
                CreditEntry.init(row:)
            )
        }
    }

    /// What was spent since a moment, per key and day, oldest first. Days without spending have no row.
    public func dailySpend(of account: AccountID? = nil, since: Timestamp) async throws -> [DailySpend] {
        try await database.read { db in
            try db.rows(
                """
                SELECT job.key_id, coalesce(api_key.name, '') AS key_name, credit_entry.account_id,
                    credit_entry.created_at / 86400000 AS day, sum(amount) AS amount, count(*) AS requests
                FROM credit_entry
                JOIN job ON job.id = credit_entry.job_id
                LEFT JOIN api_key ON api_key.id = job.key_id
                WHERE kind = 'capture' AND credit_entry.created_at >= ?
                    AND credit_entry.account_id = coalesce(?, credit_entry.account_id)
                GROUP BY job.key_id, api_key.name, credit_entry.account_id, day
                ORDER BY day, coalesce(job.key_id, 0)
                """,
                [since.milliseconds, account?.rawValue],
                DailySpend.init(row:)
            )
        }
    }
}

extension DailySpend {
    fileprivate init(row: any SQLRow) {
        self.init(
            key: (row["key_id"] as Int64?).map(KeyID.init(rawValue:)),
            keyName: row["key_name"],
            account: AccountID(rawValue: row["account_id"]),
            day: row["day"],
            amount: MicroDollars(row["amount"]),
            requestCount: row["requests"]
        )
    }
}
