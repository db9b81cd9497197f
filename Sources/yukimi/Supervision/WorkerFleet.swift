import HTTPAPI
import JobRunner
import Logging
import ServiceLifecycle
import Synchronization

/// The workers that a server starts: keeps them alive until the drain, then waits for their end.
struct WorkerFleet: Service {
    let count: Int
    let command: WorkerCommandLine
    let drainLimit: Duration
    let bell: WakeBell
    /// Rings once, when the workers are to finish.
    let drain: WakeBell
    let lifecycle: ServerLifecycle
    let state = FleetState()
    let logger: Logger

    func run() async {
        await withTaskGroup { group in
            group.addTask { await endWaitingRequests() }
            await withDiscardingTaskGroup { workers in
                for number in 0..<count { workers.addTask { await keepAlive(number) } }
                // Without workers of its own, the fleet ends with the server.
                if count == 0 { workers.addTask { try? await gracefulShutdown() } }
            }
            // Nobody here will finish a request that still waits.
            group.cancelAll()
        }
    }

    /// From the drain's begin, requests may wait for its time; `beginDraining` ends earlier when it is cancelled.
    private func endWaitingRequests() async {
        await drain.wait(after: 0, upTo: .seconds(Int32.max))
        await lifecycle.beginDraining(for: drainLimit)
    }

    private func keepAlive(_ number: Int) async {
        var schedule = RestartSchedule()
        var logger = logger
        logger[metadataKey: "worker"] = "\(number)"
        while drain.rings == 0, !Task.isCancelled {
            let begin = ContinuousClock.now
            await live(number, logger)
            state.ended(number)
            if drain.rings > 0 || Task.isCancelled { return }
            let pause = schedule.workerEnded(after: .now - begin, chance: .random(in: 0..<1))
            logger.warning("worker is started again", metadata: ["pause": "\(pause)"])
            await drain.wait(after: 0, upTo: pause)
        }
    }

    private func live(_ number: Int, _ logger: Logger) async {
        let process = WorkerProcess(
            command: command,
            bell: bell,
            drain: drain,
            patience: drainLimit + .seconds(5)
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

/// Which workers run.
final class FleetState: Sendable {
    private let processes = Mutex<[Int: Int32]>([:])

    /// Process ids by the workers' numbers.
    var alive: [Int: Int32] { processes.withLock { $0 } }

    func started(_ number: Int, _ identifier: Int32) { processes.withLock { $0[number] = identifier } }
    func ended(_ number: Int) { processes.withLock { $0[number] = nil } }
}
