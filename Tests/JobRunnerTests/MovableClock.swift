import Foundation
import JobStore
import Synchronization

/// The machine's clock, which a test can set forward.
final class MovableClock: Sendable {
    private let offset = Mutex(Duration.zero)

    func advance(by time: Duration) { offset.withLock { $0 += time } }

    var clock: WallClock { WallClock { [self] in Timestamp(Date()) + offset.withLock { $0 } } }
}
