/// How time passes in a process, whatever the machine's clock is set to: spans and pauses. A value, so that a test can let
/// it pass.
public struct SteadyClock: Sendable {
    private let read: @Sendable () -> Duration
    private let pause: @Sendable (Duration) async throws -> Void

    /// - Parameters:
    ///   - read: what has passed since some moment.
    ///   - pause: returns after a while; throws `CancellationError` at once when the task is cancelled.
    public init(
        read: @escaping @Sendable () -> Duration,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.read = read
        self.pause = pause
    }

    /// What has passed since some moment: two of these have a span between them.
    public var now: Duration { read() }

    /// - Throws: `CancellationError`.
    public func sleep(for time: Duration) async throws { try await pause(time) }

    /// The machine's.
    public static let machine = {
        let begin = ContinuousClock.now
        return SteadyClock(read: { .now - begin }, pause: { time in try await Task.sleep(for: time) })
    }()
}
