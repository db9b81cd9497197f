import JobStore

/// What somebody's wrong keys have led to.
struct GuessMark: Sendable {
    static let firstDelay = Duration.seconds(1)
    static let longestDelay = Duration.seconds(60)

    /// Wrong keys, minus those that time has forgiven.
    private(set) var excess = 0.0
    private(set) var updated: Timestamp
    private(set) var delay: Duration = .zero
    private(set) var blockedUntil: Timestamp

    init(at now: Timestamp) { (updated, blockedUntil) = (now, now) }

    mutating func failed(perMinute: Int, at now: Timestamp) {
        excess = remaining(at: now, perMinute) + 1
        updated = now
        if excess > Double(perMinute) {
            delay = min(max(delay * 2, Self.firstDelay), Self.longestDelay)
            blockedUntil = now + delay
        } else {
            delay = .zero
        }
    }

    /// The worse of both in everything, so that neither gets away with more than it had alone.
    mutating func merge(_ other: GuessMark, perMinute: Int) {
        let now = max(updated, other.updated)
        excess = max(remaining(at: now, perMinute), other.remaining(at: now, perMinute))
        updated = now
        delay = max(delay, other.delay)
        blockedUntil = max(blockedUntil, other.blockedUntil)
    }

    private func remaining(at now: Timestamp, _ perMinute: Int) -> Double {
        let minutes = Double((now - updated).milliseconds) / 60_000
        return max(0, excess - minutes * Double(perMinute))
    }
}
