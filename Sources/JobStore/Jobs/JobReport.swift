public import GenerationTypes

/// What whoever waits for a job asks about again and again: where it is, without the request itself.
public struct JobReport: Sendable, Hashable {
    public let id: JobID
    public let account: AccountID
    public let state: JobState
    /// What the job costs when it is delivered.
    public let price: MicroDollars
    public let submitted: Timestamp
    /// When the newest attempt began.
    public let started: Timestamp?
    public let finished: Timestamp?
    /// The newest report of the newest attempt.
    public let progress: GenerationProgress?
    /// What the engine took, when completed.
    public let inferenceTime: Duration?

    public var status: JobStatus { state.status }
    public var failure: GenerationFailure? { state.failure }
    /// What was charged: nothing unless delivered.
    public var charge: MicroDollars { status == .completed ? price : .zero }

    /// From submission to the newest attempt's begin, or to the end of a job that never began.
    public var queueTime: Duration? { (started ?? finished).map { $0 - submitted } }
    /// From submission to the end.
    public var totalTime: Duration? { finished.map { $0 - submitted } }
}
