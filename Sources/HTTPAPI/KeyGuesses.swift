import JobStore
import Synchronization

/// Slows down addresses that try one key after the other.
///
/// An address that sent more wrong keys than a minute allows has to wait, and twice as long with each further one, up to a
/// minute; meanwhile its keys are not even looked up, right or wrong, so that waiting cannot be skipped. But a key that has
/// worked from the address before goes on working: colleagues behind the same router do not pay for one who guesses.
/// Wrong keys are forgotten at the pace that is allowed.
final class KeyGuesses: Sendable {
    private struct Record {
        /// Wrong keys, minus those that time has forgiven.
        var excess = 0.0
        var updated: Timestamp
        var delay: Duration = .zero
        var blockedUntil: Timestamp
        /// Of keys that have worked, with a secret of this process: no key can be learned from it.
        var proven: Set<Int> = []
    }

    private let perMinute: Int
    private let clock: WallClock
    private let records = Mutex<[ClientAddress: Record]>([:])

    static let firstDelay = Duration.seconds(1)
    static let longestDelay = Duration.seconds(60)
    /// Beyond these, the oldest are forgotten.
    static let addressLimit = 20_000
    static let provenLimit = 64

    init(perMinute: Int, clock: WallClock) {
        (self.perMinute, self.clock) = (perMinute, clock)
    }

    /// How long a key must not be tried; nil when it may be now.
    func wait(before key: String, from address: ClientAddress?) -> Duration? {
        guard let address else { return nil }
        let now = clock.now
        return records.withLock { records in
            guard let record = records[address], record.blockedUntil > now,
                !record.proven.contains(key.hashValue)
            else { return nil }
            return record.blockedUntil - now
        }
    }

    func failed(from address: ClientAddress?) {
        guard let address else { return }
        let now = clock.now
        records.withLock { records in
            var record = records[address] ?? Record(updated: now, blockedUntil: now)
            let minutes = Double((now - record.updated).milliseconds) / 60_000
            record.excess = max(0, record.excess - minutes * Double(perMinute)) + 1
            record.updated = now
            if record.excess > Double(perMinute) {
                record.delay = min(max(record.delay * 2, Self.firstDelay), Self.longestDelay)
                record.blockedUntil = now + record.delay
            } else {
                record.delay = .zero
            }
            records[address] = record
            Self.trim(&records)
        }
    }

    func succeeded(_ key: String, from address: ClientAddress?) {
        guard let address else { return }
        let (now, mark) = (clock.now, key.hashValue)
        records.withLock { records in
            // The usual case changes nothing.
            if records[address]?.proven.contains(mark) == true { return }
            var record = records[address] ?? Record(updated: now, blockedUntil: now)
            if record.proven.count >= Self.provenLimit { record.proven.removeFirst() }
            record.proven.insert(mark)
            records[address] = record
            Self.trim(&records)
        }
    }

    private static func trim(_ records: inout [ClientAddress: Record]) {
        guard records.count > addressLimit else { return }
        let oldest = records.sorted { $0.value.updated < $1.value.updated }.prefix(addressLimit / 4)
        for entry in oldest { records[entry.key] = nil }
    }
}
