import GenerationTypes
import JobStore
import Logging
import Traces

/// How a job leaves a worker's hands. The store decides: a cancel that was recorded first wins over a delivery, and
/// nothing is recorded under a lost lease.
extension JobExecution {
    func deliver(_ output: JobOutput) async {
        switch await record({ jobs, lease in try await jobs.complete(lease, output) }) {
        case .delivered:
            bench.logger.info(
                "job delivered",
                metadata: ["seconds": "\(output.inferenceTime / .seconds(1))", "bytes": "\(output.byteCount)"]
            )
            bench.metrics.delivered(job, output)
        case .cancelled:
            bench.logger.info("job cancelled")
            bench.metrics.ended(job, as: "cancelled")
            await discard(output)
        case .lost:
            await discard(output)
        case nil:
            // It may be delivered, and charged: a commit whose answer was lost. Otherwise it is deleted when its time is over.
            bench.logger.warning("whether the job is delivered is unknown")
        }
    }

    func giveUp(_ failure: GenerationFailure) async {
        let answer = await record { jobs, lease in try await jobs.fail(lease, failure) }
        let level: Logger.Level = failure.code == .engineFailed ? .error : .info
        bench.logger.log(
            level: level,
            "job failed",
            metadata: [
                "code": "\(failure.code.rawValue)", "reason": "\(failure.message)",
                "then": "\(answer.map(String.init(describing:)) ?? "unknown")",
            ]
        )
        bench.metrics.ended(job, as: failure.code.rawValue)
    }

    func handBack(_ reason: String) async {
        _ = await record { jobs, lease in try await jobs.releaseOnDrain(lease) }
        bench.logger.info("job handed back", metadata: ["reason": "\(reason)"])
        bench.metrics.ended(job, as: "handed_back")
    }

    /// For whoever watches the worker's memory.
    var memorySubject: MemoryKeeper.Subject {
        MemoryKeeper.Subject(stop: stop) { verdict, failure in
            switch verdict {
            case .tooLarge: await giveUp(failure)
            case .crowdedOut: await handBack("memory is short")
            }
        }
    }

    /// Deletes a result that nobody may have. When that fails, a sweep finds the file later.
    func discard(_ output: JobOutput) async {
        do {
            try await bench.store.artifacts.delete(output.artifact)
        } catch {
            bench.logger.debug("an unwanted result was not deleted", metadata: ["error": "\(error)"])
        }
    }

    /// Tells the store, and tries again while the database does not answer: after seconds of work a full disk or a busy
    /// moment should not cost the result. Nil when it stayed away; then the lease runs out and the job is tried again.
    private func record<Answer: Sendable>(
        _ tell: @escaping @Sendable (JobLedger, Lease) async throws -> Answer
    ) async -> Answer? {
        // Not a child of this task: when the worker's task is cancelled, the end still has to be recorded.
        await Task(executorPreference: bench.executor) { [bench, lease] in
            let span = Span.current?.child("record end")
            defer { span?.end() }
            for attempt in 0..<6 {
                do {
                    return try await tell(bench.store.jobs, lease)
                } catch {
                    bench.logger.error("the store did not record the job's end", metadata: ["error": "\(error)"])
                    guard (error as? StoreError)?.code == .unavailable else { return nil }
                    try? await bench.time.sleep(for: .milliseconds(50 << attempt))
                }
            }
            return nil
        }.value
    }
}
