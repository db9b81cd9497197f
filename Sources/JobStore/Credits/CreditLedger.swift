public import GenerationTypes

/// What accounts have and how it moved. What jobs move is moved by ``JobLedger``, in the jobs' own transactions.
public struct CreditLedger: Sendable {
    let database: any SQLDatabase
    let clock: WallClock

    /// Gives credits.
    ///
    /// - Throws: ``StoreError`` `invalid` unless the amount is positive, `notFound` without such an account.
    @discardableResult
    public func grant(_ amount: MicroDollars, to account: AccountID, note: String = "") async throws -> CreditBalance {
        guard amount > .zero else { throw StoreError(.invalid, "a grant is positive, got \(amount)") }
        return try await move(.grant, from: .granted, to: .available, amount, account, note)
    }

    /// Corrects what is available, up or down.
    ///
    /// - Throws: ``StoreError`` `insufficientCredits` when less is available than is taken away.
    @discardableResult
    public func adjust(_ amount: MicroDollars, of account: AccountID, note: String) async throws -> CreditBalance {
        amount < .zero
            ? try await move(.adjustment, from: .available, to: .granted, -amount, account, note)
            : try await move(.adjustment, from: .granted, to: .available, amount, account, note)
    }

    /// - Throws: ``StoreError`` `notFound` without such an account.
    public func balance(of account: AccountID) async throws -> CreditBalance {
        try await database.look { db in try Self.balance(of: account, db) }
    }

    /// What moved, oldest first, from `from` up to but without `to`.
    public func entries(
        of account: AccountID,
        from: Timestamp? = nil,
        to: Timestamp? = nil
    ) async throws -> [CreditEntry] {
        try await database.read { db in
            try db.rows(
                """
                SELECT * FROM credit_entry
                WHERE account_id = ? AND created_at >= ? AND created_at < ? ORDER BY id
                """,
                [account.rawValue, from?.milliseconds ?? .min, to?.milliseconds ?? .max],
                CreditEntry.init(row:)
            )
        }
    }

    private func move(
        _ kind: CreditEntry.Kind,
        from: CreditBook,
        to: CreditBook,
        _ amount: MicroDollars,
        _ account: AccountID,
        _ note: String
    ) async throws -> CreditBalance {
        let now = clock.now
        return try await database.write { db in
            let balance = try Self.holdBalance(of: account, db)
            guard from != .available || balance.available >= amount else {
                throw StoreError.insufficientCredits(available: balance.available, price: amount)
            }
            let entry = CreditMovement(kind: kind, from: from, to: to, amount: amount, job: nil, note: note)
            try Self.record(entry, account: account, at: now, db)
            return try Self.balance(of: account, db)
        }
    }
}

// MARK: - Inside a transaction

/// A credit entry that is not recorded yet.
struct CreditMovement: Sendable {
    let kind: CreditEntry.Kind
    let from: CreditBook
    let to: CreditBook
    let amount: MicroDollars
    let job: JobID?
    var note = ""

    static func reserve(_ price: MicroDollars, for job: JobID) -> Self {
        Self(kind: .reserve, from: .available, to: .reserved, amount: price, job: job)
    }

    static func settle(_ settlement: JobState.Settlement, _ price: MicroDollars, for job: JobID) -> Self {
        switch settlement {
        case .capture: Self(kind: .capture, from: .reserved, to: .spent, amount: price, job: job)
        case .release: Self(kind: .release, from: .reserved, to: .available, amount: price, job: job)
        }
    }
}

extension CreditLedger {
    static func balance(of account: AccountID, _ db: any SQLConnection) throws -> CreditBalance {
        try balance(of: account, "", db)
    }

    /// For a transaction that goes on by what it says: nobody else moves the account's credits until it ends.
    static func holdBalance(of account: AccountID, _ db: any SQLConnection) throws -> CreditBalance {
        try balance(of: account, db.dialect.holding, db)
    }

    private static func balance(
        of account: AccountID,
        _ holding: String,
        _ db: any SQLConnection
    ) throws -> CreditBalance {
        let sql = "SELECT available, reserved, spent FROM credit_balance WHERE account_id = ?\(holding)"
        let balance = try db.first(sql, [account.rawValue]) { row in
            CreditBalance(
                available: MicroDollars(row["available"]),
                reserved: MicroDollars(row["reserved"]),
                spent: MicroDollars(row["spent"])
            )
        }
        guard let balance else { throw StoreError(.notFound, "there is no account \(account)") }
        return balance
    }

    /// A trigger moves the balance with it.
    static func record(_ entry: CreditMovement, account: AccountID, at now: Timestamp, _ db: any SQLConnection) throws {
        try db.run(
            """
            INSERT INTO credit_entry (account_id, kind, from_book, to_book, amount, job_id, note, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                account.rawValue, entry.kind.rawValue, entry.from.rawValue, entry.to.rawValue, entry.amount.rawValue,
                entry.job?.rawValue, entry.note, now.milliseconds,
            ]
        )
    }
}

extension CreditEntry {
    init(row: any SQLRow) throws {
        self.init(
            id: row["id"],
            account: AccountID(rawValue: row["account_id"]),
            kind: try StoredText.parse(row["kind"]),
            from: try StoredText.parse(row["from_book"]),
            to: try StoredText.parse(row["to_book"]),
            amount: MicroDollars(row["amount"]),
            job: (row["job_id"] as String?).map(JobID.init(stored:)),
            note: row["note"],
            created: Timestamp(milliseconds: row["created_at"])
        )
    }
}

extension StoreError {
    static func insufficientCredits(available: MicroDollars, price: MicroDollars) -> Self {
        Self(
            .insufficientCredits(available: available, price: price),
            "not enough credits: $\(available) available, $\(price) needed"
        )
    }
}
