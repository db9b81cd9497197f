import Synchronization

/// One thing that must work before requests should come.
public struct ReadinessCheck: Sendable {
    /// As `/readyz` calls it: `worker`.
    public let name: String
    /// What is wrong; nil when nothing is.
    public let trouble: @Sendable () async -> String?

    /// What `/readyz` says of any trouble, because it tells everybody; nil for the trouble itself.
    let publicWords: String?

    public init(_ name: String, publicWords: String? = nil, trouble: @escaping @Sendable () async -> String?) {
        self.name = name
        self.publicWords = publicWords
        self.trouble = trouble
    }
}

/// Whether the server should get requests, and until when those that wait may.
///
/// Whoever handles the signal to stop calls ``beginDraining(for:)`` first: `/readyz` then says no, so that a load
/// balancer turns to others while connections are still served, and synchronous requests that are not done in time end
/// with an answer instead of a broken connection.
public final class ServerLifecycle: Sendable {
    private struct State {
        var isDraining = false
        var isOver = false
        var waiters: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextNumber = 0
    }

    private let state = Mutex(State())

    public init() {}

    public var isDraining: Bool { state.withLock { $0.isDraining } }

    /// Readiness goes off now, and requests that still wait after the time are answered with 503. Returns then.
    public func beginDraining(for limit: Duration) async {
        state.withLock { $0.isDraining = true }
        try? await Task.sleep(for: limit)
        let waiters = state.withLock { state in
            state.isOver = true
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.finish() }
    }

    /// Returns when the time to drain is over, or when cancelled.
    func waitForDrainEnd() async {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let number = state.withLock { state in
            if state.isOver { continuation.finish() } else { state.waiters[state.nextNumber] = continuation }
            defer { state.nextNumber += 1 }
            return state.nextNumber
        }
        for await _ in stream {}
        state.withLock { state in state.waiters[number] = nil }
    }
}
