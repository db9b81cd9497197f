import Dispatch
import Foundation
import Synchronization

/// Threads, each with a connection of its own: libpq's calls wait, and what waits must not sit on the cooperative pool.
///
/// A thread begins when all others are busy, up to the limit, and ends when it had nothing to do for a minute.
final class PostgresPool: Sendable {
    private let line: PostgresLine
    private let url: String
    private let limits: PostgresLimits

    init(url: String, limits: PostgresLimits) {
        self.url = url
        self.limits = limits
        line = PostgresLine(threadLimit: limits.connections)
    }

    deinit { line.close() }

    /// Runs `work` on one of the threads.
    ///
    /// - Throws: what `work` throws, or ``StoreError`` `unavailable` when all connections were busy for too long.
    func perform<Value: Sendable>(
        _ work: @escaping @Sendable (PostgresSeat) throws -> Value
    ) async throws -> Value {
        let deadline = ContinuousClock.now + limits.turn
        let limits = limits
        return try await withCheckedThrowingContinuation { continuation in
            let needsThread = line.add { seat in
                continuation.resume(
                    with: Result {
                        guard ContinuousClock.now < deadline else {
                            let count = limits.connections
                            throw StoreError(.unavailable, "all \(count) connections to the database are busy")
                        }
                        return try work(seat)
                    }
                )
            }
            if needsThread { beginThread() }
        }
    }

    var use: ConnectionUse { line.use }

    private func beginThread() {
        let thread = Thread { [line, url, limits] in
            let seat = PostgresSeat(url: url, limits: limits)
            while let work = line.next() { work(seat) }
        }
        thread.name = "postgres"
        thread.start()
    }
}

/// Work that waits for a thread, first come, first served.
private final class PostgresLine: Sendable {
    typealias Work = @Sendable (PostgresSeat) -> Void

    private struct State {
        var waiting: [Work] = []
        var idleThreads = 0
        var threads = 0
        var isClosed = false
    }

    private let threadLimit: Int
    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    init(threadLimit: Int) { self.threadLimit = threadLimit }

    /// Whether another thread must begin.
    func add(_ work: @escaping Work) -> Bool {
        defer { arrivals.signal() }
        return state.withLock { state in
            state.waiting.append(work)
            guard state.idleThreads < state.waiting.count, state.threads < threadLimit else { return false }
            state.threads += 1
            return true
        }
    }

    /// What a thread does next; nil when it should end.
    func next() -> Work? {
        state.withLock { $0.idleThreads += 1 }
        while true {
            let isLate = arrivals.wait(timeout: .now() + .seconds(60)) == .timedOut
            let (work, isOver) = state.withLock { state -> (Work?, Bool) in
                let work = state.waiting.isEmpty ? nil : state.waiting.removeFirst()
                let isOver = work == nil && (isLate || state.isClosed)
                if work != nil || isOver { state.idleThreads -= 1 }
                if isOver { state.threads -= 1 }
                return (work, isOver)
            }
            if let work { return work }
            if isOver { return nil }
        }
    }

    var use: ConnectionUse {
        state.withLock { state in
            ConnectionUse(
                busy: state.threads - state.idleThreads,
                idle: state.idleThreads,
                waiting: state.waiting.count,
                limit: threadLimit
            )
        }
    }

    func close() {
        let threads = state.withLock { state in
            state.isClosed = true
            return state.threads
        }
        for _ in 0..<threads { arrivals.signal() }
    }
}
