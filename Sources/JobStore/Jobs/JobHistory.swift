import GenerationTypes

/// Which past requests somebody asks for.
public struct HistoryQuery: Sendable, Hashable {
    public enum Order: String, Sendable, CaseIterable {
        case submitted, model, charge
    }

    public var account: AccountID
    /// Submitted at or after.
    public var from: Timestamp?
    /// Submitted before.
    public var to: Timestamp?
    /// What the model's slug contains.
    public var model: String?
    /// Nil: all.
    public var statuses: Set<JobStatus>?
    public var order: Order = .submitted
    public var ascending = false
    /// Counted from 1.
    public var page = 1
    public var perPage = 20

    public init(account: AccountID) { self.account = account }
}

public struct HistoryPage: Sendable, Hashable {
    public let jobs: [Job]
    /// How many jobs match on all pages.
    public let total: Int
}

/// What happened: records stay here when `/v2/requests/{id}` has forgotten them.
public struct JobHistory: Sendable {
    let database: any SQLDatabase
    let clock: WallClock

    public func page(_ query: HistoryQuery) async throws -> HistoryPage {
        try await database.read { db in
            let filter = query.filter(db.dialect)
            let total = try db.value(Int.self, "SELECT count(*) FROM job WHERE \(filter.sql)", filter.arguments) ?? 0
            let jobs = try db.rows(
                "SELECT * FROM job WHERE \(filter.sql) ORDER BY \(query.orderSQL) LIMIT ? OFFSET ?",
                filter.arguments + [query.perPage, (query.page - 1) * query.perPage],
                Job.init(row:)
            )
            return HistoryPage(jobs: jobs, total: total)
        }
    }

    /// One job of the account, however old, unless it was deleted.
    public func job(_ id: JobID, account: AccountID) async throws -> Job? {
        try await database.read { db in try Self.find(id, account, "", db) }
    }

    public enum DeletionAnswer: Sendable, Hashable {
        case deleted
        /// It has not ended: cancel it first.
        case stillRuns
        /// There is no such job of the account.
        case notFound
    }

    /// Takes a job out of the account's history and its result out of reach. What was charged stays charged.
    public func delete(_ id: JobID, account: AccountID) async throws -> DeletionAnswer {
        let now = clock.now.milliseconds
        return try await database.write { db in
            guard let job = try Self.find(id, account, db.dialect.holding, db) else { return .notFound }
            guard job.status.isFinished else { return .stillRuns }
            try db.run("UPDATE job SET deleted_at = ? WHERE id = ?", [now, id.rawValue])
            if let output = job.output {
                // The next sweep deletes the file.
                try db.run("UPDATE artifact SET expires_at = ? WHERE key = ?", [now, output.artifact.rawValue])
            }
            return .deleted
        }
    }

    private static func find(
        _ id: JobID,
        _ account: AccountID,
        _ holding: String,
        _ db: any SQLConnection
    ) throws -> Job? {
        try db.first(
            "SELECT * FROM job WHERE id = ? AND account_id = ? AND deleted_at IS NULL\(holding)",
            [id.rawValue, account.rawValue],
            Job.init(row:)
        )
    }

    /// The newest jobs of one account, or of all when none is named, for operators.
    public func newest(
        _ limit: Int = 50,
        statuses: Set<JobStatus>? = nil,
        account: AccountID? = nil
    ) async throws -> [Job] {
        var filter = HistoryQuery.statusFilter(statuses)
        if let account {
            filter.sql += " AND account_id = ?"
            filter.arguments += [account.rawValue]
        }
        return try await database.read { [filter] db in
            try db.rows(
                "SELECT * FROM job WHERE \(filter.sql) ORDER BY sequence DESC LIMIT ?",
                filter.arguments + [limit],
                Job.init(row:)
            )
        }
    }
}

extension HistoryQuery {
    fileprivate struct Filter: Sendable {
        var sql: String
        var arguments: SQLArguments
    }

    fileprivate static func statusFilter(_ statuses: Set<JobStatus>?) -> Filter {
        let statuses = (statuses ?? Set(JobStatus.allCases)).map(\.rawValue).sorted()
        let marks = statuses.map { _ in "?" }.joined(separator: ", ")
        return Filter(sql: "status IN (\(marks))", arguments: SQLArguments(statuses))
    }

    fileprivate func filter(_ dialect: SQLDialect) -> Filter {
        var filter = Self.statusFilter(statuses)
        filter.sql += " AND deleted_at IS NULL AND account_id = ? AND submitted_at >= ? AND submitted_at < ?"
        filter.arguments += [account.rawValue, from?.milliseconds ?? .min, to?.milliseconds ?? .max]
        if let model {
            filter.sql += " AND \(dialect.contains("model", "?"))"
            filter.arguments += [model]
        }
        return filter
    }

    fileprivate var orderSQL: String {
        let direction = ascending ? "ASC" : "DESC"
        let column =
            switch order {
            case .submitted: "submitted_at"
            case .model: "model"
            case .charge: "CASE status WHEN 'completed' THEN price ELSE 0 END"
            }
        return "\(column) \(direction), sequence \(direction)"
    }
}
