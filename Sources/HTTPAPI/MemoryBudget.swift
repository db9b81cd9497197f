import Synchronization

/// How much memory requests may hold, all together and each: bodies, what they turn into, and images on their way.
///
/// What would go beyond is refused before it is read, with 503 and `Retry-After`, while there is still memory to say so.
final class MemoryBudget: Sendable {
    struct Exhausted: Error {}

    let byteLimit: Int
    private let used = Atomic(0)

    init(byteLimit: Int) { self.byteLimit = byteLimit }

    var bytesInUse: Int { used.load(ordering: .relaxed) }

    func share() -> Share { Share(of: self) }

    fileprivate func take(_ count: Int) throws {
        let after = used.add(count, ordering: .relaxed).newValue
        guard after <= byteLimit else {
            used.subtract(count, ordering: .relaxed)
            throw Exhausted()
        }
    }

    fileprivate func giveBack(_ count: Int) { used.subtract(count, ordering: .relaxed) }

    /// What one request holds, until the last reference goes.
    final class Share: Sendable {
        private let budget: MemoryBudget
        private let held = Atomic(0)

        fileprivate init(of budget: MemoryBudget) { self.budget = budget }

        deinit { budget.giveBack(held.load(ordering: .relaxed)) }

        /// - Throws: ``Exhausted`` when that is more than is left; nothing is taken then.
        func take(_ count: Int) throws {
            try budget.take(count)
            held.add(count, ordering: .relaxed)
        }
    }
}
