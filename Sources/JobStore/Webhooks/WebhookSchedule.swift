/// When a delivery that failed is tried again: after pauses that double, each a little longer or shorter by chance, so that
/// a receiver that comes back is not met by everybody at once.
///
/// With the usual values the pauses are 14 s, 28 s, … up to an hour, and the tenth and last attempt comes after about two
/// hours.
public struct WebhookSchedule: Sendable, Hashable {
    /// By how much a pause may differ, as a share of it.
    public static let jitter = 0.2

    /// Attempts at most.
    public var attempts: Int
    /// The pause after the first attempt.
    public var firstPause: Duration

    public init(attempts: Int = 10, firstPause: Duration = .seconds(14)) {
        precondition(attempts > 0, "a delivery needs at least one attempt, got \(attempts)")
        self.attempts = attempts
        self.firstPause = firstPause
    }

    /// The pause after an attempt, counted from 1; nil after the last. `chance` is drawn from 0 up to 1.
    public func pause(afterAttempt attempt: Int, chance: Double) -> Duration? {
        guard attempt < attempts else { return nil }
        return firstPause * (1 << min(attempt - 1, 20)) * (1 - Self.jitter + 2 * Self.jitter * chance)
    }
}
