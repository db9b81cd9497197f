import GenerationTypes

@testable import JobStore

/// Whether what was promised came true.
extension World {
    func judge(_ store: Store) async throws {
        for violation in try await store.check().violations { witness.complain("\(violation.rule)") }
        try await judgeJobs(store)
        try await judgeGrants(store)
        try await judgeWebhooks(store)
    }

    private func judgeJobs(_ store: Store) async throws {
        let sql = "SELECT * FROM job ORDER BY sequence"
        let jobs = try await store.database.read { db in try db.rows(sql, [], Job.init(row:)) }
        for job in jobs {
            let name = "\(job.requestBody), job \(log.name(job.id.rawValue)),"
            if !job.status.isFinished { witness.complain("\(name) has not ended") }
            guard job.status == .completed else { continue }
            let image = job.output.flatMap { disk.files[$0.artifact]?.bytes }
            if image != Witness.image(job.id.rawValue, lease: job.state.leaseNumber) {
                witness.complain("\(name) is charged, and its image is gone")
            }
        }
        for (request, jobs) in Dictionary(grouping: jobs, by: \.requestBody) where jobs.count > 1 {
            witness.complain("\(request) became \(jobs.count) jobs")
        }
        let known = Set(jobs.map(\.id))
        for (request, jobs) in promises.accepted where jobs.count != 1 || !jobs.isSubset(of: known) {
            witness.complain("\(request) was answered with \(jobs.count) jobs, and not all are there")
        }
    }

    private func judgeGrants(_ store: Store) async throws {
        let sql = "SELECT note FROM credit_entry WHERE kind = 'grant'"
        let notes = try await store.database.read { db in try db.rows(sql) { $0[0] as String } }
        for (note, isAnswered) in promises.grants {
            let count = notes.filter { $0 == note }.count
            if count > 1 || isAnswered && count == 0 { witness.complain("\(note) was recorded \(count) times") }
        }
    }

    /// Each end was told, once at least, to whom it concerns, and as often as the schedule says.
    private func judgeWebhooks(_ store: Store) async throws {
        let missing = """
            SELECT count(*) FROM job WHERE (SELECT count(*) FROM webhook_delivery WHERE job_id = job.id) <>
                (webhook_url IS NOT NULL) + (SELECT count(*) FROM webhook WHERE webhook.account_id = job.account_id)
            """
        let attempts = "SELECT count(*) FROM webhook_attempt WHERE delivery_id = ?"
        let deliveries = try await store.webhookLog.deliveries(of: nil, limit: 1_000)
        let (silent, begun) = try await store.database.read { db in
            let begun = try deliveries.map { try db.value(Int.self, attempts, [$0.id]) ?? 0 }
            return (try db.value(Int.self, missing) ?? 0, begun)
        }
        if silent > 0 { witness.complain("\(silent) jobs ended and were not told to whom they concern") }
        for (delivery, begun) in zip(deliveries, begun) {
            let calls = receivers.calls["msg_\(delivery.job)_\(delivery.id)"] ?? []
            let isTaken = calls.contains(where: \.isTaken)
            let name = "delivery \(delivery.id)"
            witness.count("webhook \(delivery.status.rawValue)")
            switch delivery.status {
            case .pending: witness.complain("\(name) is still to be made")
            case .delivered: if !isTaken { witness.complain("\(name) is recorded, and did not arrive") }
            case .abandoned:
                if delivery.attempts != Self.schedule.attempts {
                    witness.complain("\(name) was given up after \(delivery.attempts) attempts")
                }
            }
            if begun != delivery.attempts || calls.count > begun || begun > Self.schedule.attempts {
                witness.complain("\(name) has \(delivery.attempts) attempts, \(begun) logged, \(calls.count) arrived")
            }
            judgePauses(name, calls)
        }
    }

    /// The pauses double. Where a process stood still or a clock was set, nobody can say what they should have been.
    private func judgePauses(_ name: String, _ calls: [Receivers.Call]) {
        guard !plan.hasPauses, !plan.hasClockJumps, !hasSkipped else { return }
        for (number, (earlier, later)) in zip(calls, calls.dropFirst()).enumerated() {
            // An attempt that was not recorded is made again when its lease is over: that is after 20 seconds.
            let usual = Self.schedule.pause(afterAttempt: number + 1, chance: 0) ?? .zero
            let least = min(usual, .seconds(14))
            if .milliseconds(later.moment - earlier.moment) < least {
                witness.complain("\(name) was tried again after \(later.moment - earlier.moment) ms")
            }
        }
    }
}
