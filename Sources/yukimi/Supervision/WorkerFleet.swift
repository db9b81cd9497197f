import HTTPAPI
import JobRunner
import JobStore
import Logging
import ServiceLifecycle
import Synchronization

/// The workers that a server starts: keeps them alive until the drain, then waits for their end.
struct WorkerFleet: Service {
    let count: Int
    let command: WorkerCommandLine
    let drainLimit: Duration
    let bell: WakeBell
    /// Rings when the workers are to read the log's level again.
    let reload = WakeBell()
    let ending: ServerEnding
    let state = FleetState()
    let metrics: MetricRegistry
    let logger: Logger

    func run() async {
        await withTaskGroup { group in
            group.addTask { await endWaitingRequests() }
            if count > 0 {
                await withDiscardingTaskGroup { workers in
                    for number in 0..<count { workers.addTask { await keepAlive(number) } }
                }
                // Nobody here will finish a request that still waits.
                group.cancelAll()
            }
            // A service must not end before its turn, however quick the workers were.
            try? await gracefulShutdown()
            group.cancelAll()
        }
    }

    /// From the signal on, requests may wait for the drain's time; `beginDraining` ends earlier when it is cancelled.
    private func endWaitingRequests() async {
        await ending.noticed.wait(after: 0)
        guard !Task.isCancelled else { return }
        await ending.lifecycle.beginDraining(for: ending.notice + drainLimit)
    }

    private func keepAlive(_ number: Int) async {
        var schedule = RestartSchedule()
        var logger = logger
        logger[metadataKey: "worker"] = "\(number)"
        while ending.drain.rings == 0, !Task.isCancelled {
            let begin = ContinuousClock.now
            await live(number, logger)
            state.ended(number)
            if ending.drain.rings > 0 || Task.isCancelled { return }
            let pause = schedule.workerEnded(after: .now - begin, chance: .random(in: 0..<1))
            logger.warning("worker is started again", metadata: ["pause": "\(pause)"])
            await ending.drain.wait(after: 0, upTo: pause)
        }
    }

    private func live(_ number: Int, _ logger: Logger) async {
        let process = WorkerProcess(
            command: command,
            bell: bell,
            reload: reload,
            drain: ending.drain,
            patience: drainLimit + .seconds(5),
            metrics: metrics
        )
        do {
            let status = try await process.run { identifier in
                state.started(number, identifier)
                logger.info("worker started", metadata: ["pid": "\(identifier)"])
            }
            logger.info("worker ended", metadata: ["status": "\(status)"])
        } catch {
            logger.error("worker cannot be run", metadata: ["error": "\(error)"])
        }
    }

    /// For `/readyz`.
    var readiness: ReadinessCheck {
        ReadinessCheck("worker") { [count, state] in
            count > 0 && state.alive.isEmpty ? "no worker runs" : nil
        }
    }
}

/// Which workers run, and how often each was started.
final class FleetState: Sendable {
    private struct Worker {
        var process: Int32?
        var since: Timestamp?
        var startCount = 0
    }

    private let workers = Mutex<[Int: Worker]>([:])

    /// Process ids by the workers' numbers.
    var alive: [Int: Int32] { workers.withLock { $0.compactMapValues(\.process) } }

    /// For operators, in the order of the workers' numbers.
    var reports: [WorkerReport] {
        let workers = workers.withLock { $0 }
        return workers.sorted { $0.key < $1.key }.map { number, worker in
            WorkerReport(number: number, process: worker.process, since: worker.since, startCount: worker.startCount)
        }
    }

    func started(_ number: Int, _ identifier: Int32) {
        workers.withLock { workers in
            workers[number, default: Worker()].process = identifier
            workers[number]?.since = WallClock.system.now
            workers[number]?.startCount += 1
        }
    }

    func ended(_ number: Int) {
        workers.withLock { workers in
            workers[number]?.process = nil
            workers[number]?.since = nil
        }
    }
}
