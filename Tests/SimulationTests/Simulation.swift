import GRDB
import GenerationTypes
import HTTPAPI
import ImageCodecs

@testable import JobStore

/// What came of a run.
struct SimulationReport: Sendable {
    let seed: UInt64
    let hash: UInt64
    let violations: [String]
    let counts: [String: Int]
    let steps: Int
    /// Only where they were asked for.
    let lines: [String]
}

/// One service, its clients and what befalls them, from one seed:
///
/// 1. two servers, three workers, three clients and an operator begin;
/// 2. for a while things go wrong (``FaultPlan``), and after each commit the ``Witness`` looks;
/// 3. everything is repaired, and goes on until nothing is left to do;
/// 4. what was promised is compared with what is there (``World/judge(_:)``);
/// 5. all retention times pass, and nothing may be left on the disk.
enum Simulation {
    static func run(
        seed: UInt64,
        bug: PlantedBug? = nil,
        codec: ImageCodec,
        keepingLines: Bool = false
    ) throws -> SimulationReport {
        let log = EventLog(isKept: keepingLines)
        let world = try World(seed: seed, bug: bug, log: log)
        try world.play(codec)
        world.dispose()
        return SimulationReport(
            seed: seed,
            hash: log.hash,
            violations: world.witness.violations,
            counts: world.witness.counts,
            steps: world.scheduler.steps,
            lines: log.lines
        )
    }
}

extension World {
    static let schedule = WebhookSchedule(attempts: 5, firstPause: .seconds(2))
    private static let stepLimit = 60_000

    fileprivate func play(_ codec: ImageCodec) throws {
        let store = try openStore(outside)
        boot = { [unowned self] node in
            do {
                let store = try openStore(node)
                node.store = store
                switch (node.role, bug) {
                case (.server, _): node.serve(store, self)
                case (.worker, nil), (.worker, .retryOfUnknownCommit): node.work(store, codec, self)
                case (.worker, let bug?): node.workCarelessly(bug, store, self)
                case (.world, _): break
                }
            } catch {
                witness.complain("\(node.name) does not start: \(error)")
            }
        }
        let course = Course()
        outside.start { [self] in
            do {
                try await begin(store)
                try await end(store)
            } catch is ProcessDied {
                // It is over already.
            } catch {
                witness.complain("the run broke: \(error)")
            }
            course.isOver = true
        }
        let ended = scheduler.run(until: { course.isOver || !witness.violations.isEmpty }, limit: Self.stepLimit)
        if !ended { witness.complain("it does not come to rest within \(Self.stepLimit) steps") }
    }

    private func openStore(_ node: Node) throws -> Store {
        let disk = NodeDisk(self, node)
        var settings = StoreSettings()
        settings.attempts = AttemptPolicy(limit: 3, firstPause: .milliseconds(500))
        return try Store(
            database: SimulatedDatabase(self, node),
            objects: disk,
            arithmetic: disk,
            settings: settings,
            clock: node.wallClock
        )
    }

    private func begin(_ store: Store) async throws {
        let price = SimulatedRequest.model.price.rawValue
        let rich = try await store.accounts.create(name: "rich").id
        let poor = try await store.accounts.create(name: "poor").id
        try await store.credits.grant(MicroDollars(20 * price), to: rich, note: "first")
        try await store.credits.grant(MicroDollars(2 * price), to: poor, note: "second")
        _ = try await store.webhooks.add(to: rich, url: "https://rich.example/hook", eventTypes: [])
        for number in 1...2 { start(.server, name: "server \(number)") }
        for number in 1...3 { start(.worker, name: "worker \(number)") }
        for number in 1...3 { startClient(number, accounts: [rich, poor]) }
        startOperator(accounts: [rich, poor])
    }

    private func end(_ store: Store) async throws {
        await scheduler.hop(milliseconds: FaultPlan.healing, outside)
        heal()
        var rounds = 0
        var roundsBeforeSkip = 30
        while try promises.busy > 0 || unfinished() > 0 {
            await scheduler.hop(milliseconds: 500, outside)
            rounds += 1
            roundsBeforeSkip -= 1
            // What waits for a moment that a wrong clock put far away.
            if try roundsBeforeSkip <= 0 && mayClocksSkip() {
                skip(milliseconds: 300_000)
                roundsBeforeSkip = 30
            }
            if rounds > 400 { return witness.complain("\(try unfinished()) jobs or deliveries do not end") }
        }
        try await judge(store)
        outside.clockError = 30 * 24 * 3_600_000
        _ = try await store.artifacts.sweep()
        if !disk.files.isEmpty || !disk.temporaries.isEmpty {
            witness.complain("\(disk.files.count + disk.temporaries.count) files are left after all retention times")
        }
    }

    /// Not while a server tells a webhook something, or is about to: the other one would take it for lost, and tell it the
    /// same at once. Where clocks were wrong, nobody can say what is due, and pauses are not judged.
    private func mayClocksSkip() throws -> Bool {
        if plan.hasClockJumps { return true }
        let now = outside.wallClock.now.milliseconds
        return try database.read { db in
            let sql = "SELECT 1 FROM webhook_delivery WHERE status = 'pending' AND next_attempt_at <= ? LIMIT 1"
            return try JobStore.SQLiteConnection(db: db).value(Int.self, sql, [now]) == nil
        }
    }

    private func unfinished() throws -> Int {
        try database.read { db in
            let sql = """
                SELECT (SELECT count(*) FROM job WHERE status IN ('queued', 'processing'))
                    + (SELECT count(*) FROM webhook_delivery WHERE status = 'pending')
                """
            return try JobStore.SQLiteConnection(db: db).value(Int.self, sql) ?? 0
        }
    }
}

/// Whether a run is over. Unchecked, because only the scheduler's thread touches it.
private final class Course: @unchecked Sendable {
    var isOver = false
}
