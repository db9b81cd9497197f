import Synchronization

/// When something was done last, by whoever in this process did it.
final class LastTime: Sendable {
    private let moment = Mutex<Timestamp?>(nil)

    /// Whether it is time to do it again; then now is the last time.
    func isOver(_ pause: Duration, at now: Timestamp) -> Bool {
        moment.withLock { last in
            if let last, now < last + pause { return false }
            last = now
            return true
        }
    }
}
