/// A worker's hold on a job. Its number is higher than that of every earlier lease of the same job that is remembered.
public struct Lease: Sendable, Hashable {
    public let job: JobID
    public let worker: WorkerID
    public let number: Int64
    public let expires: Timestamp
    /// The number of the claim that it came from. Two leases of a job may have the same number when a database forgot the first
    /// one in a crash; they never have the same claim.
    let claim: Int64

    /// The same lease, renewed.
    func until(_ expires: Timestamp) -> Lease {
        Lease(job: job, worker: worker, number: number, expires: expires, claim: claim)
    }
}

/// A job that a worker has just taken.
public struct ClaimedJob: Sendable {
    public let job: Job
    public let lease: Lease
}

/// What a renewal tells the worker.
public enum LeaseAnswer: Sendable, Hashable {
    /// Still held; with a reason, the worker must stop and report `fail` with code `cancelled`.
    case held(Lease, cancel: CancelReason?)
    /// The job belongs to somebody else or has ended: stop, and throw the work away.
    case lost
}

/// What became of a worker's result.
public enum CompletionAnswer: Sendable, Hashable {
    /// Recorded and charged.
    case delivered
    /// A cancel came first: nothing was charged, and the output should be deleted.
    case cancelled
    /// The lease was lost: nothing was recorded, and the output should be deleted.
    case lost
}

/// What became of a job that its worker gave up.
public enum FailureAnswer: Sendable, Hashable {
    /// Back in the queue for another attempt.
    case requeued
    case ended(JobStatus)
    /// The lease was lost: nothing was recorded.
    case lost
}

/// What a cancel did.
public enum CancelAnswer: Sendable, Hashable {
    /// It waited, or nobody held it: it has ended.
    case cancelled
    /// It runs: its worker was asked to stop.
    case requested
    /// It had ended before.
    case alreadyFinished(JobStatus)
    /// No such job of this account.
    case notFound
}
