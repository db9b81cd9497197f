import Dispatch

/// Runs work that waits for the disk, or is long arithmetic, beside the cooperative pool, whose few threads serve every
/// request.
package struct BlockingWork: Sendable {
    private let queue = DispatchQueue(label: "objects", attributes: .concurrent)

    package init() {}

    package func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: work)) }
        }
    }
}
