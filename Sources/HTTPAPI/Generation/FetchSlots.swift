import Synchronization

/// Lets a limited number of tasks work at a time; the others wait, first come, first served. Each fetch may hold an
/// image of many megabytes.
final class FetchSlots: Sendable {
    private struct Line {
        var free: Int
        var waiting: [(number: Int, continuation: CheckedContinuation<Void, any Error>)] = []
        var nextNumber = 0
        var cancelled: Set<Int> = []
    }

    private let line: Mutex<Line>

    init(count: Int) {
        precondition(count > 0, "there must be a slot, got \(count)")
        line = Mutex(Line(free: count))
    }

    /// - Throws: what the work throws, or `CancellationError` when cancelled while waiting.
    func withSlot<Value>(_ work: () async throws -> Value) async throws -> Value {
        try await enter()
        defer { leave() }
        return try await work()
    }

    private func enter() async throws {
        let number = line.withLock { line in
            defer { line.nextNumber += 1 }
            return line.nextNumber
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result: Result<Void, any Error>? = line.withLock { line in
                    if line.cancelled.remove(number) != nil { return .failure(CancellationError()) }
                    if line.free > 0 {
                        line.free -= 1
                        return .success(())
                    }
                    line.waiting.append((number, continuation))
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            cancel(number)
        }
        // A cancel that came after the slot was given leaves its mark behind.
        line.withLock { line in _ = line.cancelled.remove(number) }
    }

    private func cancel(_ number: Int) {
        let waiter = line.withLock { line in
            guard let index = line.waiting.firstIndex(where: { $0.number == number }) else {
                line.cancelled.insert(number)
                return CheckedContinuation<Void, any Error>?.none
            }
            return line.waiting.remove(at: index).continuation
        }
        waiter?.resume(throwing: CancellationError())
    }

    private func leave() {
        let next = line.withLock { line in
            guard line.waiting.isEmpty else { return Optional(line.waiting.removeFirst().continuation) }
            line.free += 1
            return nil
        }
        next?.resume()
    }
}
