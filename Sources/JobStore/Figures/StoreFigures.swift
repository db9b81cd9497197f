public import GenerationTypes

/// What operators watch, read by indexes alone: nothing here costs more than the queue is long.
public struct StoreFigures: Sendable {
    /// The jobs of a model that have not ended.
    public struct Backlog: Sendable, Hashable {
        public let model: String
        public let engine: String
        public var queued = 0
        public var running = 0
        /// Since the oldest waiting job was accepted.
        public var oldestAge: Duration = .zero
    }

    let database: any SQLDatabase
    let clock: WallClock
    private let money: MoneyTally

    init(database: any SQLDatabase, clock: WallClock) {
        self.database = database
        self.clock = clock
        money = MoneyTally(database: database, clock: clock)
    }

    /// By model and engine; models without jobs are not listed.
    public func backlog() async throws -> [Backlog] {
        let now = clock.now
        return try await database.read { db in
            var found: [String: Backlog] = [:]
            for status in [JobStatus.queued, .processing] {
                try db.forEach(Self.counts(of: status), []) { row in
                    let (model, engine) = (row["model"] as String, row["engine"] as String)
                    var backlog = found["\(engine)/\(model)"] ?? Backlog(model: model, engine: engine)
                    if status == .queued {
                        backlog.queued = row["jobs"]
                        let oldest = Timestamp(milliseconds: row["oldest"])
                        backlog.oldestAge = max(.zero, now - oldest)
                    } else {
                        backlog.running = row["jobs"]
                    }
                    found["\(engine)/\(model)"] = backlog
                    return true
                }
            }
            return found.values.sorted { ($0.engine, $0.model) < ($1.engine, $1.model) }
        }
    }

    /// The status stands in the text, because the partial indexes serve nothing else.
    static func counts(of status: JobStatus) -> String {
        """
        SELECT model, engine, count(*) AS jobs, min(submitted_at) AS oldest FROM job
        WHERE status = '\(status.rawValue)' GROUP BY model, engine
        """
    }

    /// What moved in the ledger since this process began, by whomever.
    public func movements() async throws -> [CreditEntry.Kind: MicroDollars] { try await money.sums() }

    /// nil where the database is a file.
    public var connections: ConnectionUse? { database.connectionUse }
}
