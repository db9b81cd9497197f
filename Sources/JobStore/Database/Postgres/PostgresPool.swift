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
                let result = Result {
                    guard ContinuousClock.now < deadline else {
                        let count = limits.connections
                        throw StoreError(.unavailable, "all \(count) connections to the database are busy")
                    }
                    return try work(seat)
                }
                return { continuation.resume(with: result) }
            }
            if needsThread { beginThread() }
        }
    }

    var use: ConnectionUse { line.use }

    private func beginThread() {
        let thread = Thread { [line, url, limits] in
            let seat = PostgresSeat(url: url, limits: limits)
            let bed = PostgresLine.Bed()
            var answer: PostgresLine.Answer?
            while let work = line.next(bed, answering: answer) { answer = work(seat) }
        }
        thread.name = "postgres"
        thread.start()
    }
}

/// Work that waits for a thread, first come, first served. Of the idle threads the one that was busy last goes on: its
/// connection is warm at both ends, and one that has had nothing to do for a minute is found.
private final class PostgresLine: Sendable {
    typealias Work = @Sendable (PostgresSeat) -> Answer
    typealias Answer = () -> Void

    /// Where a thread sleeps.
    final class Bed: Sendable {
        fileprivate let alarm = DispatchSemaphore(value: 0)
        fileprivate let work = Mutex<Work?>(nil)
    }

    private struct State {
        var waiting: [Work] = []
        var idle: [Bed] = []
        var threads = 0
        var isClosed = false
    }

    private let threadLimit: Int
    private let state = Mutex(State())

    init(threadLimit: Int) { self.threadLimit = threadLimit }

    /// Whether another thread must begin.
    func add(_ work: @escaping Work) -> Bool {
        let (bed, needsThread) = state.withLock { state -> (Bed?, Bool) in
            if let bed = state.idle.popLast() { return (bed, false) }
            state.waiting.append(work)
            guard state.threads < threadLimit else { return (nil, false) }
            state.threads += 1
            return (nil, true)
        }
        if let bed {
            bed.work.withLock { $0 = work }
            bed.alarm.signal()
        }
        return needsThread
    }

    /// What the thread of this bed does next; nil when it should end. Its last work is answered meanwhile: whoever hears the
    /// answer and has more to do finds the thread waiting, and need not wake another.
    func next(_ bed: Bed, answering answer: Answer?) -> Work? {
        let (work, isOver) = state.withLock { state -> (Work?, Bool) in
            if !state.waiting.isEmpty { return (state.waiting.removeFirst(), false) }
            if state.isClosed { state.threads -= 1 } else { state.idle.append(bed) }
            return (nil, state.isClosed)
        }
        answer?()
        if work != nil || isOver { return work }
        if bed.alarm.wait(timeout: .now() + .seconds(60)) == .timedOut, leave(bed) { return nil }
        // It was woken, or is being woken just now.
        while true {
            if let work = bed.takeWork() { return work }
            if leave(bed) { return nil }
            bed.alarm.wait()
        }
    }

    /// False when somebody has chosen this bed's thread for something.
    private func leave(_ bed: Bed) -> Bool {
        state.withLock { state in
            guard let place = state.idle.firstIndex(where: { $0 === bed }) else { return false }
            state.idle.remove(at: place)
            state.threads -= 1
            return true
        }
    }

    var use: ConnectionUse {
        state.withLock { state in
            ConnectionUse(
                busy: state.threads - state.idle.count,
                idle: state.idle.count,
                waiting: state.waiting.count,
                limit: threadLimit
            )
        }
    }

    func close() {
        let idle = state.withLock { state in
            state.isClosed = true
            return state.idle
        }
        for bed in idle { bed.alarm.signal() }
    }
}

extension PostgresLine.Bed {
    fileprivate func takeWork() -> PostgresLine.Work? {
        work.withLock { work in
            defer { work = nil }
            return work
        }
    }
}
