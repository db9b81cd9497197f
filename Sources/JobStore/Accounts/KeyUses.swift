import Synchronization

/// When keys were used, until somebody writes it down: at most once a minute per key.
final class KeyUses: Sendable {
    static let resolution = Duration.seconds(60)

    private struct Use {
        var latest: Timestamp
        var written: Timestamp?
    }

    private let uses = Mutex<[KeyID: Use]>([:])

    func note(_ key: KeyID, at now: Timestamp) {
        uses.withLock { uses in uses[key, default: Use(latest: now)].latest = now }
    }

    /// The uses to write now; they count as written.
    func due() -> [KeyID: Timestamp] {
        uses.withLock { uses in
            var due: [KeyID: Timestamp] = [:]
            for (key, use) in uses {
                if let written = use.written, use.latest < written + Self.resolution { continue }
                due[key] = use.latest
                uses[key]?.written = use.latest
            }
            return due
        }
    }
}
