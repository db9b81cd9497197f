import GRDB
import GenerationTypes

@testable import JobStore

/// What all nodes of a run share: the database, the disk, receivers of webhooks, and what is to go wrong.
///
/// Unchecked, because only the scheduler's thread touches it.
final class World: @unchecked Sendable {
    let scheduler: Scheduler
    let log: EventLog
    let bug: PlantedBug?
    let plan: FaultPlan
    let database: DatabaseQueue
    let disk = SimulatedDisk()
    let witness: Witness
    let receivers = Receivers()
    let promises = Promises()
    /// Clients, operators and whoever starts processes again: never dies.
    let outside: Node
    private(set) var nodes: [Node] = []
    private var nodeCount = 0
    private var databaseOperations = 0
    private var diskOperations = 0
    private var databaseIsBrokenUntil: Int64 = 0
    private var diskIsBrokenUntil: Int64 = 0
    private(set) var isHealed = false
    /// Whether all clocks went forward at once.
    private(set) var hasSkipped = false
    /// Starts a process.
    var boot: (Node) -> Void = { _ in }

    init(seed: UInt64, bug: PlantedBug?, log: EventLog) throws {
        self.log = log
        self.bug = bug
        scheduler = Scheduler(seed: seed, log: log)
        plan = FaultPlan(&scheduler.random)
        database = try SimulatedDatabase.make()
        witness = Witness(log: log)
        outside = Node(.world, name: "outside", number: 0, scheduler)
        witness.world = self
        scheduler.beforeStep = { [unowned self] node in strike(node) }
    }

    // MARK: - Processes

    @discardableResult
    func start(_ role: Node.Role, name: String) -> Node {
        nodeCount += 1
        let node = Node(role, name: name, number: nodeCount, scheduler)
        nodes.removeAll { !$0.isAlive }
        nodes.append(node)
        node.log("starts")
        boot(node)
        return node
    }

    /// The process is gone, and comes back after a while.
    func crash(_ node: Node) {
        guard node.isAlive, node.role != .world else { return }
        node.kill()
        outside.start { [self] in
            let pause: Int64 = isHealed ? 1 : .random(in: 1...4_000, using: &scheduler.random)
            await scheduler.hop(milliseconds: pause, outside)
            start(node.role, name: node.name)
        }
    }

    private func strike(_ node: Node) {
        guard !isHealed, node.role != .world, let fault = plan.processes[scheduler.steps] else { return }
        node.log("\(fault)")
        switch fault {
        case .crash: crash(node)
        case .pause(let time): node.pausedUntil = scheduler.now + time
        case .clockJump(let time): node.clockError += time
        case .drain: node.drain()
        }
    }

    /// From here on nothing fails any more.
    func heal() {
        isHealed = true
        log.write(scheduler.now, "outside", "everything is repaired")
        for node in nodes {
            node.pausedUntil = 0
            node.clockError = 0
        }
    }

    /// Everybody's clock goes forward, as if nothing had happened for so long.
    func skip(milliseconds: Int64) {
        hasSkipped = true
        for node in nodes { node.clockError += milliseconds }
    }

    // MARK: - Faults

    var slowness: Int64 { isHealed ? 2 : plan.slowness }
    var hasMessageFault: Bool { !isHealed && scheduler.oneIn(plan.messageFaults) }

    func nextDatabaseFault(_ node: Node, writing: Bool) -> FaultPlan.DatabaseFault? {
        guard !isHealed, node.role != .world else { return nil }
        databaseOperations += 1
        let now = scheduler.now
        if plan.databaseBreaks == databaseOperations { databaseIsBrokenUntil = now + plan.stickyFor }
        if databaseIsBrokenUntil > now || writing && plan.diskFull.contains(now) { return .refused }
        if writing, let count = plan.lostCommits, scheduler.oneIn(count) { return .answerLost }
        return plan.database[databaseOperations]
    }

    /// Whether the database forgets what this node takes now.
    func forgetsClaim(_ node: Node) -> Bool {
        guard !isHealed, let count = plan.forgottenClaims else { return false }
        return scheduler.oneIn(count)
    }

    func nextDiskFault(_ node: Node, writing: Bool) -> FaultPlan.DiskFault? {
        guard !isHealed, node.role != .world else { return nil }
        diskOperations += 1
        let now = scheduler.now
        if plan.diskBreaks == diskOperations { diskIsBrokenUntil = now + plan.stickyFor }
        if diskIsBrokenUntil > now || writing && plan.diskFull.contains(now) { return .failed }
        return plan.disk[diskOperations]
    }

    /// Breaks the circles of references, once everybody is dead.
    func dispose() {
        for node in nodes { node.kill() }
        outside.kill()
        scheduler.dispose()
        boot = { _ in }
        nodes = []
    }
}
