import JobStore
import Logging

/// A process: it can die at any `await`, stand still, and have a clock that is wrong. One that starts again is another node.
///
/// Unchecked, because only the scheduler's thread touches it.
final class Node: TaskExecutor, @unchecked Sendable {
    enum Role: Hashable { case world, server, worker }

    let role: Role
    let name: String
    let number: Int
    let scheduler: Scheduler
    private(set) var isAlive = true
    var ready: [UnownedJob] = []
    var pausedUntil: Int64 = 0
    /// How far its wall clock is from the truth, in milliseconds.
    var clockError: Int64 = 0
    /// What it has open.
    var store: Store?
    /// Asks a worker to end once its job has.
    var drain: () -> Void = {}
    private var tasks: [Task<Void, Never>] = []

    /// When the run begins, for wall clocks: 14 November 2023.
    static let epoch: Int64 = 1_700_000_000_000

    init(_ role: Role, name: String, number: Int, _ scheduler: Scheduler) {
        self.role = role
        self.name = name
        self.number = number
        self.scheduler = scheduler
        scheduler.add(self)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        scheduler.checkThread()
        ready.append(UnownedJob(job))
    }

    func canRun(at now: Int64) -> Bool { !ready.isEmpty && pausedUntil <= now }

    /// Begins a task that ends with the node.
    func start(_ body: @escaping @Sendable () async -> Void) {
        tasks.append(Task(executorPreference: self) { await body() })
    }

    func kill() {
        guard isAlive else { return }
        isAlive = false
        pausedUntil = 0
        log("dies")
        for task in tasks { task.cancel() }
        tasks = []
        drain = {}
        store = nil
    }

    func log(_ what: @autoclosure () -> String) { scheduler.log.write(scheduler.now, name, what()) }

    // MARK: - What its code sees

    var wallClock: WallClock {
        WallClock { [self] in Timestamp(milliseconds: Self.epoch + scheduler.now + clockError) }
    }

    var steadyClock: SteadyClock {
        SteadyClock(
            read: { [self] in .milliseconds(scheduler.now) },
            pause: { [self] time in
                await scheduler.sleep(milliseconds: max(0, Int64(time / .milliseconds(1))), self)
                try Task.checkCancellation()
                try live()
            }
        )
    }

    /// Something outside takes its time; meanwhile others go on, and this process may die.
    func wait(upTo milliseconds: Int64) async throws {
        try live()
        await scheduler.hop(milliseconds: Int64.random(in: 0...milliseconds, using: &scheduler.random), self)
        try live()
    }

    /// - Throws: ``ProcessDied``: a dead process changes nothing outside any more.
    func live() throws { guard isAlive else { throw ProcessDied() } }

    var logger: Logger { Logger(label: name) { [self] _ in NodeLog(node: self) } }
}

struct ProcessDied: Error {}

/// The messages of a node's own log: constant texts, so they are the same in every run.
private struct NodeLog: LogHandler {
    let node: Node
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.debug
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        if node.isAlive { node.log("says: \(event.message)") }
    }
}
