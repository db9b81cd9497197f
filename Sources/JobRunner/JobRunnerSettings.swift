/// How a worker works.
public struct JobRunnerSettings: Sendable {
    /// Jobs that run at the same time.
    public var concurrentJobs = 1
    /// How long a job stays with a worker that does not renew its lease.
    public var lease: Duration = .seconds(15)
    /// How often a running job is looked after: progress goes out, the wish to stop comes in.
    public var tick: Duration = .milliseconds(150)
    /// The least time between two previews of one job.
    public var previewInterval: Duration = .milliseconds(250)
    /// How often an idle worker looks for a job when nobody wakes it.
    public var pollInterval: Duration = .milliseconds(250)
    /// How long a job waits for a store of artifacts that does not answer, before that costs an attempt.
    public var artifactPatience: Duration = .seconds(60)
    /// How long a running job may go on after the worker was asked to end; then it goes back to the queue.
    public var drainLimit: Duration = .seconds(30)

    public init() {}
}
