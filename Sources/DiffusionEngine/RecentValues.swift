import Synchronization

/// The few values that were used last, by key.
final class RecentValues<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let limit: Int
    /// The last one was used last.
    private let entries = Mutex<[(key: Key, value: Value)]>([])

    init(limit: Int) {
        precondition(limit > 0, "a memory of \(limit) values remembers nothing")
        self.limit = limit
    }

    /// What is remembered, or else what `make` returns, which is remembered from then on.
    func value(for key: Key, make: () throws -> Value) rethrows -> Value {
        if let known = recall(key) { return known }
        let value = try make()
        entries.withLock { entries in
            entries.removeAll { $0.key == key }
            entries.append((key, value))
            if entries.count > limit { entries.removeFirst() }
        }
        return value
    }

    private func recall(_ key: Key) -> Value? {
        entries.withLock { entries in
            guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
            let entry = entries.remove(at: index)
            entries.append(entry)
            return entry.value
        }
    }
}
