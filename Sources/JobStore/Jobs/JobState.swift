public import GenerationTypes

/// Where a job is.
public enum JobStatus: String, Sendable, Codable, CaseIterable {
    case queued, processing, completed, failed, cancelled

    /// Whether nothing will happen to the job any more.
    public var isFinished: Bool { self == .completed || self == .failed || self == .cancelled }
}

/// Why somebody wants a job to stop.
public enum CancelReason: String, Sendable, Codable, CaseIterable {
    /// The client deleted the request.
    case client
    /// The client of a synchronous request hung up.
    case disconnected
    case `operator`
    /// The synchronous request's time is over.
    case deadline

    /// What the job's record says then.
    public var failure: GenerationFailure {
        switch self {
        case .client: GenerationFailure(.cancelled, "the request was cancelled")
        case .disconnected: GenerationFailure(.cancelled, "the request was cancelled: its client disconnected")
        case .operator: GenerationFailure(.cancelled, "the request was cancelled by the operator")
        case .deadline: GenerationFailure(.deadlineExceeded, "the request was not finished before its deadline")
        }
    }
}

/// How often a job is tried.
public struct AttemptPolicy: Sendable, Hashable {
    /// Attempts at most.
    public let limit: Int
    /// The pause before the second attempt after a failure; it doubles each time.
    public let firstPause: Duration

    public init(limit: Int = 3, firstPause: Duration = .milliseconds(500)) {
        precondition(limit > 0, "a job needs at least one attempt, got \(limit)")
        self.limit = limit
        self.firstPause = firstPause
    }

    func pause(afterAttempt attempt: Int) -> Duration { firstPause * (1 << max(0, attempt - 1)) }
}

/// What can happen to a job, as a value without a database:
///
/// ```
///            claim                    complete
///  queued ───────────► processing ───────────────► completed
///    ▲  │                │  │  └──── fail ───────► failed
///    │  │ cancel         │  └── stop (cancelled) ► cancelled
///    │  └──────────────► │ ─────────────────────►   ▲
///    └── drain, fail and try again, lease expired ──┘ (when a cancel was asked for)
/// ```
///
/// - The newest lease's number is the fence: an event that carries another number changes nothing. The lease's time alone
///   does not: work that arrives late, but before anybody noticed, is still good work.
/// - **A cancel that is recorded wins** over a completion that arrives later, although the image exists: whoever asked
///   was told that nothing will be charged. A completion that is recorded first stays.
public struct JobState: Sendable, Hashable {
    public enum Phase: Sendable, Hashable {
        case queued(notBefore: Timestamp)
        case processing(worker: WorkerID, leaseExpires: Timestamp)
        case completed
        case failed(GenerationFailure)
        case cancelled(GenerationFailure)
    }

    /// What the credits reserved for the job have to do.
    public enum Settlement: Sendable, Hashable {
        case capture, release
    }

    /// What an event of a worker led to.
    public enum Outcome: Sendable, Hashable {
        /// The event's lease is not the job's any more: nothing changed.
        case refused
        /// The job goes on, or back to the queue.
        case live
        case ended(Settlement)
    }

    public private(set) var phase: Phase
    /// Attempts begun so far, without those that a draining worker gave back.
    public private(set) var attempt: Int
    /// The number of the newest lease; 0 before the first.
    public private(set) var leaseNumber: Int64
    /// Set while a running job is asked to stop, and kept after it did.
    public private(set) var cancelRequest: CancelReason?

    public init(
        phase: Phase,
        attempt: Int = 0,
        leaseNumber: Int64 = 0,
        cancelRequest: CancelReason? = nil
    ) {
        self.phase = phase
        self.attempt = attempt
        self.leaseNumber = leaseNumber
        self.cancelRequest = cancelRequest
    }

    public var status: JobStatus {
        switch phase {
        case .queued: .queued
        case .processing: .processing
        case .completed: .completed
        case .failed: .failed
        case .cancelled: .cancelled
        }
    }

    public var failure: GenerationFailure? {
        switch phase {
        case .failed(let failure), .cancelled(let failure): failure
        case .queued, .processing, .completed: nil
        }
    }
}

// MARK: - Events

extension JobState {
    /// A worker takes the job. False when it is not there to take.
    public mutating func claim(by worker: WorkerID, until leaseExpires: Timestamp, at now: Timestamp) -> Bool {
        guard case .queued(let notBefore) = phase, notBefore <= now else { return false }
        phase = .processing(worker: worker, leaseExpires: leaseExpires)
        attempt += 1
        leaseNumber += 1
        return true
    }

    /// The worker is alive. False when the lease is lost.
    public mutating func renew(lease number: Int64, until leaseExpires: Timestamp) -> Bool {
        guard let worker = holder(of: number) else { return false }
        phase = .processing(worker: worker, leaseExpires: leaseExpires)
        return true
    }

    /// The worker has stored the image.
    public mutating func complete(lease number: Int64) -> Outcome {
        guard holder(of: number) != nil else { return .refused }
        if let cancelRequest { return end(.cancelled(cancelRequest.failure), .release) }
        return end(.completed, .capture)
    }

    /// The worker could not make the image, or stopped because it was asked to.
    public mutating func fail(
        lease number: Int64,
        _ failure: GenerationFailure,
        policy: AttemptPolicy,
        at now: Timestamp
    ) -> Outcome {
        guard holder(of: number) != nil else { return .refused }
        if let cancelRequest { return end(.cancelled(cancelRequest.failure), .release) }
        if failure.code == .cancelled { return end(.cancelled(failure), .release) }
        guard failure.code.isRetryable, attempt < policy.limit else { return end(.failed(failure), .release) }
        phase = .queued(notBefore: now + policy.pause(afterAttempt: attempt))
        return .live
    }

    /// The worker stops for a reason that is not the job's: the attempt does not count.
    public mutating func drain(lease number: Int64, at now: Timestamp) -> Outcome {
        guard holder(of: number) != nil else { return .refused }
        if let cancelRequest { return end(.cancelled(cancelRequest.failure), .release) }
        attempt -= 1
        phase = .queued(notBefore: now)
        return .live
    }

    /// The lease's time is over and nobody renewed it: the worker is lost.
    public mutating func expire(policy: AttemptPolicy, at now: Timestamp) -> Outcome {
        guard case .processing(_, let leaseExpires) = phase, leaseExpires <= now else { return .refused }
        if let cancelRequest { return end(.cancelled(cancelRequest.failure), .release) }
        guard attempt < policy.limit else {
            let message = "the worker was lost in each of \(attempt) attempts"
            return end(.failed(GenerationFailure(.attemptsExhausted, message)), .release)
        }
        phase = .queued(notBefore: now)
        return .live
    }

    /// Somebody wants the job to stop: at once while it waits; while it runs, its worker learns of it. The first reason
    /// stays. Refused when the job has ended.
    public mutating func cancel(_ reason: CancelReason) -> Outcome {
        switch phase {
        case .queued:
            cancelRequest = reason
            return end(.cancelled(reason.failure), .release)
        case .processing:
            cancelRequest = cancelRequest ?? reason
            return .live
        case .completed, .failed, .cancelled:
            return .refused
        }
    }

    /// Whether this lease is the job's.
    func isHeld(by number: Int64) -> Bool { holder(of: number) != nil }

    private func holder(of number: Int64) -> WorkerID? {
        guard case .processing(let worker, _) = phase, number == leaseNumber else { return nil }
        return worker
    }

    private mutating func end(_ ending: Phase, _ settlement: Settlement) -> Outcome {
        phase = ending
        return .ended(settlement)
    }
}
