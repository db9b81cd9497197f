import JobStore

/// Waits for a job on behalf of a connected client.
struct JobWait: Sendable {
    let watcher: JobWatcher
    let lifecycle: ServerLifecycle

    enum Outcome: Sendable {
        case finished(Job)
        case deadlinePassed
        case clientLeft
        /// The server is about to stop.
        case drained
    }

    /// What comes first.
    func outcome(of id: JobID, until deadline: Timestamp, _ client: ClientPresence) async throws -> Outcome {
        try await withThrowingTaskGroup(of: Outcome.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                let job = try await watcher.wait(for: id, until: deadline)
                return job.flatMap { $0.status.isFinished ? .finished($0) : nil } ?? .deadlinePassed
            }
            group.addTask {
                await client.waitForDeparture()
                return .clientLeft
            }
            group.addTask { [lifecycle] in
                await lifecycle.waitForDrainEnd()
                return .drained
            }
            return try await group.next() ?? .deadlinePassed
        }
    }
}
