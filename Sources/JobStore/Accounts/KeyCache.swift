import Synchronization

/// What the database said about a key within the last second. Bounded, and unknown keys have a table of their own, so
/// that guessing neither fills the memory nor drives out the keys in use.
final class KeyCache: Sendable {
    static let lifetime = Duration.seconds(1)
    static let limit = 4_096

    struct Entry: Sendable {
        let key: APIKey?
        let read: Timestamp
    }

    private struct Tables {
        var known: [KeyHash: Entry] = [:]
        var unknown: [KeyHash: Entry] = [:]
    }

    private let tables = Mutex(Tables())

    func entry(for hash: KeyHash, at now: Timestamp) -> Entry? {
        tables.withLock { tables in
            guard let entry = tables.known[hash] ?? tables.unknown[hash] else { return nil }
            // The absolute value: a clock that was set back must not keep a revoked key alive.
            let age = now < entry.read ? entry.read - now : now - entry.read
            return age <= Self.lifetime ? entry : nil
        }
    }

    func remember(_ entry: Entry, for hash: KeyHash) {
        tables.withLock { tables in
            if entry.key == nil {
                if tables.unknown.count >= Self.limit { tables.unknown.removeAll(keepingCapacity: true) }
                tables.unknown[hash] = entry
            } else {
                if tables.known.count >= Self.limit { tables.known.removeAll(keepingCapacity: true) }
                tables.known[hash] = entry
                tables.unknown[hash] = nil
            }
        }
    }

    func forget(_ hash: KeyHash) {
        tables.withLock { tables in
            tables.known[hash] = nil
            tables.unknown[hash] = nil
        }
    }

    var count: Int { tables.withLock { $0.known.count + $0.unknown.count } }

    func forgetAll() {
        tables.withLock { tables in tables = Tables() }
    }
}
