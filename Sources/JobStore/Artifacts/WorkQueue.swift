import ObjectStorage

/// Where work runs that takes the processor for longer than the cooperative pool should wait.
protocol WorkQueue: Sendable {
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value
}

extension BlockingWork: WorkQueue {}
