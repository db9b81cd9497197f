/// When a worker that ended is started again: soon after one that lived long, later and later after ones that died
/// young. A value: what it says depends on nothing but what it was told.
struct RestartSchedule: Sendable, Equatable {
    static let firstPause = Duration.milliseconds(100)
    static let longestPause = Duration.seconds(15)
    /// A worker that lived this long was all right.
    static let goodLife = Duration.seconds(20)

    /// Early deaths in a row.
    private(set) var earlyDeaths = 0

    /// A worker ended after `lifetime`.
    ///
    /// - Parameters:
    ///   - lifetime: from its start to its end.
    ///   - chance: from 0 up to 1. It makes pauses differ by a quarter, so that many workers that died together do not
    ///     come back together.
    /// - Returns: the pause before the next start.
    mutating func workerEnded(after lifetime: Duration, chance: Double) -> Duration {
        earlyDeaths = lifetime >= Self.goodLife ? 0 : earlyDeaths + 1
        let doublings = min(max(earlyDeaths - 1, 0), 16)
        let pause = min(Self.firstPause * (1 << doublings), Self.longestPause)
        return pause * (0.75 + chance / 2)
    }
}
