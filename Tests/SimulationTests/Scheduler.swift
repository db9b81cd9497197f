import Foundation

/// Runs the tasks of every node on one thread, in an order that the seed decides, in a time of its own.
///
/// A step is one piece of one task, from one `await` to the next. When nothing can run, time goes on to the next timer.
///
/// Unchecked, because everything happens on the thread that calls ``run(until:)``: tasks have their node's executor, and
/// nothing that they wait for is done elsewhere.
final class Scheduler: @unchecked Sendable {
    private struct Timer {
        let due: Int64
        let number: Int
        let node: Node
        let resume: UnsafeContinuation<Void, Never>
    }

    /// In milliseconds since the begin.
    private(set) var now: Int64 = 0
    private(set) var steps = 0
    var random: SplitMix
    let log: EventLog
    private var nodes: [Node] = []
    private var timers: [Timer] = []
    private var lastTimer = 0
    private let thread = Thread.current
    /// Asked before each step which node is about to go on: faults come from here.
    var beforeStep: (Node) -> Void = { _ in }

    init(seed: UInt64, log: EventLog) {
        random = SplitMix(state: seed)
        self.log = log
    }

    func add(_ node: Node) { nodes.append(node) }

    /// Whoever sleeps or works by himself comes back from another thread, at a moment that no seed decides.
    func checkThread() {
        precondition(Thread.current === thread, "a simulated task waited for something that is not simulated")
    }

    /// Whether a thing that happens once in `count` times happens now.
    func oneIn(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }

    /// - Returns: false when the steps did not suffice.
    func run(until isOver: () -> Bool, limit: Int) -> Bool {
        let end = steps + limit
        while !isOver() {
            guard steps < end, step() else { return false }
        }
        return true
    }

    private func step() -> Bool {
        buryTheDead()
        let ready = nodes.filter { $0.canRun(at: now) }
        guard let node = ready.randomElement(using: &random) else { return advance() }
        beforeStep(node)
        guard node.isAlive, node.canRun(at: now) else { return true }
        steps += 1
        let index = Int.random(in: 0..<node.ready.count, using: &random)
        log.count(now, node.number, index)
        let job = node.ready.remove(at: index)
        job.runSynchronously(on: node.asUnownedTaskExecutor())
        return true
    }

    /// Tasks of a process that died find out whatever they touch that they cannot go on, and end.
    private func buryTheDead() {
        guard nodes.contains(where: { !$0.isAlive }) else { return }
        for node in nodes where !node.isAlive {
            wake { $0.node === node }
            while !node.ready.isEmpty { node.ready.removeFirst().runSynchronously(on: node.asUnownedTaskExecutor()) }
        }
        nodes.removeAll { !$0.isAlive && $0.ready.isEmpty }
    }

    /// On to the next timer, or to the end of a node's pause.
    private func advance() -> Bool {
        let pauses = nodes.filter { !$0.ready.isEmpty }.map(\.pausedUntil)
        guard let next = (timers.map(\.due) + pauses).filter({ $0 > now }).min() ?? timers.map(\.due).min() else {
            return false
        }
        now = max(now, next)
        wake { $0.due <= now }
        return true
    }

    private func wake(_ condition: (Timer) -> Bool) {
        let woken = timers.filter(condition)
        timers.removeAll(where: condition)
        for timer in woken.sorted(by: { ($0.due, $0.number) < ($1.due, $1.number) }) { timer.resume.resume() }
    }

    /// Lets time pass for a task of a node. Ends early when the task is cancelled or the node dies.
    func sleep(milliseconds: Int64, _ node: Node) async {
        lastTimer += 1
        let number = lastTimer
        let due = now + milliseconds
        await withTaskCancellationHandler {
            await withUnsafeContinuation { continuation in
                guard node.isAlive, !Task.isCancelled else { return continuation.resume() }
                timers.append(Timer(due: due, number: number, node: node, resume: continuation))
            }
        } onCancel: {
            wake { $0.number == number }
        }
    }

    /// The same, for what goes on when its task is cancelled.
    func hop(milliseconds: Int64, _ node: Node) async {
        lastTimer += 1
        let (number, due) = (lastTimer, now + milliseconds)
        await withUnsafeContinuation { continuation in
            guard node.isAlive else { return continuation.resume() }
            timers.append(Timer(due: due, number: number, node: node, resume: continuation))
        }
    }

    /// Ends whatever is left, and forgets the nodes.
    func dispose() {
        beforeStep = { _ in }
        buryTheDead()
        nodes = []
    }
}
