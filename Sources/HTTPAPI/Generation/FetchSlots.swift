import JobStore
import Synchronization

/// Lets a limited number of fetches go on at a time, and of one account a part of these, so that there is always room for
/// another account's however slow the hosts of one are.
///
/// Whoever finds no room waits. Accounts take turns; within one it is first come, first served.
final class FetchSlots: Sendable {
    /// Too many of the account wait already.
    struct TooManyWait: Error {}

    fileprivate struct Waiter {
        let number: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    fileprivate struct Line {
        var free: Int
        var working: [AccountID: Int] = [:]
        var waiting: [AccountID: [Waiter]] = [:]
        /// Accounts that wait, the next one first.
        var turns: [AccountID] = []
        var nextNumber = 0
        var cancelled: Set<Int> = []
    }

    private let countPerAccount: Int
    private let waitingPerAccount: Int
    private let line: Mutex<Line>

    init(count: Int, countPerAccount: Int, waitingPerAccount: Int) {
        precondition(count > 0 && countPerAccount > 0, "there must be a slot, got \(count) and \(countPerAccount)")
        self.countPerAccount = countPerAccount
        self.waitingPerAccount = waitingPerAccount
        line = Mutex(Line(free: count))
    }

    /// - Throws: what the work throws, ``TooManyWait``, or `CancellationError` when cancelled while waiting.
    func withSlot<Value>(of account: AccountID, _ work: () async throws -> Value) async throws -> Value {
        try await enter(account)
        defer { leave(account) }
        return try await work()
    }

    /// How many of the account wait.
    func waiting(of account: AccountID) -> Int { line.withLock { $0.waiting[account]?.count ?? 0 } }

    private func enter(_ account: AccountID) async throws {
        let number = line.withLock { line in
            defer { line.nextNumber += 1 }
            return line.nextNumber
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result: Result<Void, any Error>? = line.withLock { line in
                    if line.cancelled.remove(number) != nil { return .failure(CancellationError()) }
                    if line.free > 0, line.working[account, default: 0] < countPerAccount {
                        line.free -= 1
                        line.working[account, default: 0] += 1
                        return .success(())
                    }
                    let waiting = line.waiting[account]?.count ?? 0
                    guard waiting < waitingPerAccount else { return .failure(TooManyWait()) }
                    if waiting == 0 { line.turns.append(account) }
                    line.waiting[account, default: []].append(Waiter(number: number, continuation: continuation))
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            cancel(number, account)
        }
        // A cancel that came after the slot was given leaves its mark behind.
        line.withLock { line in _ = line.cancelled.remove(number) }
    }

    private func cancel(_ number: Int, _ account: AccountID) {
        let waiter = line.withLock { line -> Waiter? in
            guard let index = line.waiting[account]?.firstIndex(where: { $0.number == number }) else {
                line.cancelled.insert(number)
                return nil
            }
            return line.take(index, of: account)
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }

    private func leave(_ account: AccountID) {
        let next = line.withLock { line -> Waiter? in
            line.free += 1
            let left = (line.working[account] ?? 1) - 1
            line.working[account] = left == 0 ? nil : left
            guard let turn = line.turns.first(where: { line.working[$0, default: 0] < countPerAccount }) else {
                return nil
            }
            line.free -= 1
            line.working[turn, default: 0] += 1
            let waiter = line.take(0, of: turn)
            // Behind all others that wait.
            if let place = line.turns.firstIndex(of: turn) { line.turns.append(line.turns.remove(at: place)) }
            return waiter
        }
        next?.continuation.resume()
    }
}

extension FetchSlots.Line {
    /// Takes a waiter out of its account's line.
    fileprivate mutating func take(_ index: Int, of account: AccountID) -> FetchSlots.Waiter? {
        let waiter = waiting[account]?.remove(at: index)
        if waiting[account]?.isEmpty == true {
            waiting[account] = nil
            turns.removeAll { $0 == account }
        }
        return waiter
    }
}
