import Dispatch

/// Runs work that waits for the disk beside the cooperative pool, whose few threads serve every request.
struct BlockingWork: Sendable {
    private let queue = DispatchQueue(label: "artifacts", attributes: .concurrent)

    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: work)) }
        }
    }
}
