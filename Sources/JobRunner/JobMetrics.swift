import JobStore
import Metrics

/// What a worker counts: ends by model and outcome, and how long its engines took.
struct JobMetrics: Sendable {
    func delivered(_ job: Job, _ output: JobOutput) {
        ended(job, as: "delivered")
        Timer(label: "yukimi_job_inference", dimensions: [("model", job.model), ("engine", job.engine)])
            .recordNanoseconds(Int64(output.inferenceTime / .nanoseconds(1)))
    }

    /// The outcome is `delivered`, `cancelled`, `handed_back`, or the failure's code.
    func ended(_ job: Job, as outcome: String) {
        let dimensions = [("model", job.model), ("engine", job.engine), ("outcome", outcome)]
        Counter(label: "yukimi_jobs_ended", dimensions: dimensions).increment()
    }
}
