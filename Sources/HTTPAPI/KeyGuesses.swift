import JobStore
import Synchronization

/// Slows down addresses that try one key after the other.
///
/// An address that sent more wrong keys than a minute allows has to wait, and twice as long with each further one, up to a
/// minute; meanwhile its keys are not even looked up, right or wrong, so that waiting cannot be skipped. But a key that has
/// worked from the address before goes on working: colleagues behind the same router do not pay for one who guesses.
/// Wrong keys are forgotten at the pace that is allowed.
///
/// So many addresses have a record of their own; others share marks, by chance. So however many addresses somebody has, none of
/// them can guess more than one that is alone, and whoever shares a mark with a guesser waits no longer than a minute.
final class KeyGuesses: Sendable {
    private struct Record {
        var mark: GuessMark
        /// Of keys that have worked, with a secret of this process: no key can be learned from it.
        var proven: Set<Int> = []
    }

    private struct State {
        var records: [ClientAddress: Record] = [:]
        /// What those had who have no record any more; empty until somebody lost one.
        var shared: [GuessMark] = []

        /// A new one begins with the mark that the address shares.
        func record(of address: ClientAddress, at now: Timestamp) -> Record {
            if let record = records[address] { return record }
            return Record(mark: shared.isEmpty ? GuessMark(at: now) : shared[place(of: address)])
        }

        /// By a hash with a secret of this process: nobody can choose with whom to share.
        func place(of address: ClientAddress) -> Int {
            Int(UInt(bitPattern: address.hashValue) % UInt(shared.count))
        }
    }

    private let perMinute: Int
    private let addressLimit: Int
    private let clock: WallClock
    private let state = Mutex(State())

    static let provenLimit = 64
    private static let sharedCount = 8_192

    /// - Parameters:
    ///   - perMinute: wrong keys of one address that cost nothing.
    ///   - addressLimit: addresses with a record of their own.
    ///   - clock: what time it is.
    init(perMinute: Int, addressLimit: Int = 20_000, clock: WallClock) {
        (self.perMinute, self.addressLimit, self.clock) = (perMinute, addressLimit, clock)
    }

    /// Addresses with a record of their own.
    var recordCount: Int { state.withLock { $0.records.count } }

    /// How long a key must not be tried; nil when it may be now.
    func wait(before key: String, from address: ClientAddress?) -> Duration? {
        guard let address else { return nil }
        let now = clock.now
        return state.withLock { state in
            let record = state.record(of: address, at: now)
            guard record.mark.blockedUntil > now, !record.proven.contains(key.hashValue) else { return nil }
            return record.mark.blockedUntil - now
        }
    }

    func failed(from address: ClientAddress?) {
        guard let address else { return }
        let now = clock.now
        state.withLock { state in
            var record = state.record(of: address, at: now)
            record.mark.failed(perMinute: perMinute, at: now)
            state.records[address] = record
            trim(&state)
        }
    }

    func succeeded(_ key: String, from address: ClientAddress?) {
        guard let address else { return }
        let (now, mark) = (clock.now, key.hashValue)
        state.withLock { state in
            // The usual case changes nothing.
            if state.records[address]?.proven.contains(mark) == true { return }
            var record = state.record(of: address, at: now)
            if record.proven.count >= Self.provenLimit { record.proven.removeFirst() }
            record.proven.insert(mark)
            state.records[address] = record
            trim(&state)
        }
    }

    /// Who has proven nothing goes first: a flood of guesses does not drive out those who have.
    private func trim(_ state: inout State) {
        guard state.records.count > addressLimit else { return }
        if state.shared.isEmpty {
            state.shared = Array(repeating: GuessMark(at: Timestamp(milliseconds: 0)), count: Self.sharedCount)
        }
        let order = state.records.sorted { one, other in
            let (first, second) = (one.value, other.value)
            guard first.proven.isEmpty == second.proven.isEmpty else { return first.proven.isEmpty }
            return first.mark.updated < second.mark.updated
        }
        for (address, record) in order.prefix(addressLimit / 4 + 1) {
            state.records[address] = nil
            state.shared[state.place(of: address)].merge(record.mark, perMinute: perMinute)
        }
    }
}
