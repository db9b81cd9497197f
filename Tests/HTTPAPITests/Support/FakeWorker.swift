import GenerationTypes
import JobStore

/// A worker without an engine: takes jobs and ends them as it is told.
struct FakeWorker: Sendable {
    enum Reaction: Sendable {
        case deliver(warnings: [String] = [])
        case fail(GenerationFailure)
        /// Works until it is told to stop.
        case workUntilCancelled
    }

    static let engine = "fixed"

    let store: Store
    let image: [UInt8]
    let react: @Sendable (Job) -> Reaction

    /// Returns when cancelled.
    func run() async throws {
        while !Task.isCancelled {
            if try await !takeOne() { try? await Task.sleep(for: .milliseconds(2)) }
        }
    }

    /// False when there is nothing to do.
    @discardableResult
    func takeOne() async throws -> Bool {
        let worker = WorkerID(rawValue: "fake")
        let lease = Duration.seconds(30)
        guard let claimed = try await store.jobs.claim(by: worker, engines: [Self.engine], lease: lease) else {
            return false
        }
        try await end(claimed)
        return true
    }

    private func end(_ claimed: ClaimedJob) async throws {
        switch react(claimed.job) {
        case .deliver(let warnings):
            try await deliver(claimed, warnings)
        case .fail(let failure):
            _ = try await store.jobs.fail(claimed.lease, failure)
        case .workUntilCancelled:
            while case .held(_, cancel: nil) = try await store.jobs.renew(claimed.lease, for: .seconds(30)) {
                try await Task.sleep(for: .milliseconds(5))
            }
            _ = try await store.jobs.fail(claimed.lease, GenerationFailure(.cancelled, "stopped"))
        }
    }

    private func deliver(_ claimed: ClaimedJob, _ warnings: [String]) async throws {
        let request = claimed.job.request
        let key = try await store.artifacts.put(
            image,
            in: .files,
            fileExtension: request.outputFormat.fileExtension,
            account: claimed.job.account
        )
        let output = JobOutput(
            artifact: key,
            mediaType: request.outputFormat.mediaType,
            byteCount: image.count,
            size: request.outputSize,
            warnings: warnings,
            inferenceTime: .milliseconds(1_310)
        )
        _ = try await store.jobs.complete(claimed.lease, output)
    }
}
