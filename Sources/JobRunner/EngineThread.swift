import Foundation

/// Runs seconds of arithmetic on a thread of its own: on the cooperative pool, which has a thread per core, two jobs
/// would stop everything else.
public enum EngineThread {
    /// Engines keep rows of pixels on the stack, and the default of a secondary thread is small.
    private static let stackBytes = 8 << 20

    /// Returns what the work returns, or throws what it throws, when it has ended.
    public static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Result(catching: work)) }
            thread.stackSize = stackBytes
            thread.name = "engine"
            thread.start()
        }
    }
}
