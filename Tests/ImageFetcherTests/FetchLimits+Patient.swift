import ImageFetcher

extension FetchLimits {
    /// For tests that are not about time: the machine may be busy, and a pause of its own must not look like a host's.
    static func patient(bytes: Int = 10_000_000) -> FetchLimits {
        FetchLimits(bytes: bytes, totalTime: .seconds(600), connectTime: .seconds(300), idleTime: .seconds(300))
    }
}
