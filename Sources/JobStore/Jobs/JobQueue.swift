import Synchronization

/// The jobs that wait for one of some engines, as they are at a moment.
///
/// Each engine is looked at by itself, in the order of its index: all at once would have to be sorted.
struct JobQueue: Sendable {
    let engines: [String]
    let now: Timestamp

    func isEmpty(_ db: any SQLConnection) throws -> Bool {
        for engine in engines where try head(of: engine, db) != nil { return false }
        return true
    }

    /// The oldest job, or, where others are about to take that, the oldest that nobody holds.
    func holdNext(_ db: any SQLConnection) throws -> QueuedJob? {
        for engine in try engines.count > 1 ? enginesByAge(db) : engines {
            if let job = try holdNext(of: engine, db) { return job }
        }
        return nil
    }

    /// Those that have waiting jobs; the one that has the oldest comes first.
    private func enginesByAge(_ db: any SQLConnection) throws -> [String] {
        let heads = try engines.compactMap { engine in
            try head(of: engine, db).map { sequence in (engine: engine, sequence: sequence) }
        }
        return heads.sorted { $0.sequence < $1.sequence }.map(\.engine)
    }

    private static let waiting = """
        FROM job WHERE status = 'queued' AND engine = ? AND not_before <= ? AND (deadline_at IS NULL OR deadline_at > ?)
        ORDER BY sequence LIMIT 1
        """

    private func head(of engine: String, _ db: any SQLConnection) throws -> Int64? {
        try db.value(Int64.self, "SELECT sequence \(Self.waiting)", arguments(engine))
    }

    private func holdNext(of engine: String, _ db: any SQLConnection) throws -> QueuedJob? {
        try db.first(
            "SELECT \(QueuedJob.columns) \(Self.waiting)\(db.dialect.holdingWhatIsFree)",
            arguments(engine),
            QueuedJob.init(row:)
        )
    }

    private func arguments(_ engine: String) -> SQLArguments { [engine, now.milliseconds, now.milliseconds] }
}

/// What is needed of a job to take it: its request is read once it is taken.
struct QueuedJob: Sendable {
    static let columns = """
        id, record_expires_at, status, not_before, worker, lease_expires_at, failure_code, failure_message, attempt,
        lease_number, cancel_reason
        """

    let id: JobID
    let recordExpires: Timestamp
    let state: JobState

    init(row: any SQLRow) throws {
        id = JobID(stored: row["id"])
        recordExpires = Timestamp(milliseconds: row["record_expires_at"])
        state = try JobState(row: row)
    }
}

/// Whether the last claim found a job. Then the next one does not look first: under load there is another.
final class ClaimLuck: Sendable {
    private let hadJob = Mutex(false)

    /// Whether to look first.
    var isDoubtful: Bool { hadJob.withLock { !$0 } }

    func note(_ hadJob: Bool) { self.hadJob.withLock { $0 = hadJob } }
}
