import NIOPosix
import Synchronization

/// A few threads for work that blocks or computes, away from the cooperative pool. They end with the last reference.
final class BlockingThreads: Sendable {
    private let pool: NIOThreadPool

    init(count: Int) {
        pool = NIOThreadPool(numberOfThreads: count)
        pool.start()
    }

    deinit { pool.shutdownGracefully { _ in } }

    /// Runs the work on a thread. When the waiting task is cancelled, the wait ends at once with a
    /// `CancellationError`; work that has begun goes on by itself.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws -> Value {
        let waiter = Waiter<Value>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard waiter.wait(with: continuation) else { return }
                pool.submit { _ in
                    guard waiter.isWaiting else { return }
                    waiter.resume(with: .success(work()))
                }
            }
        } onCancel: {
            waiter.resume(with: .failure(CancellationError()))
        }
    }
}

/// Resumes a continuation once, whoever comes first: the result or the cancellation.
private final class Waiter<Value: Sendable>: Sendable {
    private enum State {
        case initial
        case waiting(CheckedContinuation<Value, any Error>)
        case done
    }

    private let state = Mutex(State.initial)

    var isWaiting: Bool {
        state.withLock { if case .waiting = $0 { true } else { false } }
    }

    /// False, with the continuation resumed, when the cancellation came before.
    func wait(with continuation: CheckedContinuation<Value, any Error>) -> Bool {
        let isFirst = state.withLock { state in
            guard case .initial = state else { return false }
            state = .waiting(continuation)
            return true
        }
        if !isFirst { continuation.resume(throwing: CancellationError()) }
        return isFirst
    }

    func resume(with result: Result<Value, any Error>) {
        let continuation = state.withLock { state -> CheckedContinuation<Value, any Error>? in
            defer { state = .done }
            guard case .waiting(let continuation) = state else { return nil }
            return continuation
        }
        continuation?.resume(with: result)
    }
}
