import GRDB
import GenerationTypes

@testable import JobStore

/// Looks at the database after every commit, and knows who made it.
final class Witness {
    private struct Row: Equatable {
        let status: JobStatus
        let lease: Int64
        let revision: Int64
        let output: String?
    }

    unowned var world: World!
    private let log: EventLog
    private var rows: [String: Row] = [:]
    /// Which process took a job under which lease.
    private var holders: [String: Int] = [:]
    private(set) var violations: [String] = []
    /// How often what happened: to see that a simulation reaches what it is for.
    private(set) var counts: [String: Int] = [:]

    init(log: EventLog) { self.log = log }

    func complain(_ what: String) {
        log.write(world.scheduler.now, "witness", "VIOLATION: \(what)")
        violations.append(what)
    }

    func count(_ what: String) { counts[what, default: 0] += 1 }

    /// What a job's image must be: it says who made it.
    static func image(_ job: String, lease: Int64) -> [UInt8] { Array("image of \(job) under lease \(lease)".utf8) }

    func look(at db: Database, after node: Node) throws {
        let connection = JobStore.SQLiteConnection(db: db)
        let sql = "SELECT id, status, lease_number, revision, output_key FROM job ORDER BY sequence"
        let now = try connection.rows(sql) { row in
            let status: JobStatus = try StoredText.parse(row["status"])
            let row = (
                id: row["id"] as String,
                Row(
                    status: status,
                    lease: row["lease_number"],
                    revision: row["revision"],
                    output: row["output_key"]
                )
            )
            return row
        }
        for (id, row) in now where rows[id] != row {
            compare(id, rows[id], row, node)
            rows[id] = row
        }
        for account in try connection.rows(Self.wrongBalances, [], { $0[0] as Int64 }) {
            complain("the balance of account \(account) is not what its entries and jobs say")
        }
    }

    private func compare(_ id: String, _ old: Row?, _ new: Row, _ node: Node) {
        let name = "job \(log.name(id))"
        if old?.status != new.status {
            node.log("\(name) is \(new.status) under lease \(new.lease)")
            count(new.status.rawValue)
        }
        guard let old else { return }
        if old.status.isFinished { complain("\(name) was changed after its end") }
        let isWorker = node.role == .worker
        if new.lease != old.lease {
            if new.lease != old.lease + 1 || new.status != .processing || old.status != .queued || !isWorker {
                complain("\(name) went from lease \(old.lease) to lease \(new.lease), \(old.status) to \(new.status)")
            }
            if new.lease > 1 { count("taken again") }
            holders["\(id) \(new.lease)"] = node.number
        } else if isWorker, holders["\(id) \(old.lease)"] != node.number || old.status != .processing {
            complain("\(name) was changed by \(node.name), which had lost it")
        }
        guard new.status == .completed else { return }
        if !isWorker { complain("\(name) was completed by \(node.name)") }
        let key = new.output.flatMap(ArtifactKey.init)
        if key.flatMap({ world.disk.files[$0]?.bytes }) != Self.image(id, lease: new.lease) {
            complain("\(name) was charged without its image")
        }
    }

    private static let wrongBalances = """
        SELECT account_id FROM credit_balance AS balance WHERE
            available <> (SELECT coalesce(sum(amount * ((to_book = 'available') - (from_book = 'available'))), 0)
                FROM credit_entry AS entry WHERE entry.account_id = balance.account_id)
            OR reserved <> (SELECT coalesce(sum(price), 0) FROM job
                WHERE job.account_id = balance.account_id AND status IN ('queued', 'processing'))
            OR spent <> (SELECT coalesce(sum(price), 0) FROM job
                WHERE job.account_id = balance.account_id AND status = 'completed')
        """
}
