public import GenerationTypes

/// Everything known about one request.
public struct Job: Sendable, Hashable {
    public let id: JobID
    public let account: AccountID
    /// The slug in the request's URL.
    public let model: String
    /// The engine that answers.
    public let engine: String
    /// What it costs when it is delivered.
    public let price: MicroDollars
    public let request: GenerationRequest
    /// The JSON that the client sent, with long `data:` URIs shortened: for the history.
    public let requestBody: String
    /// Body fields that mean nothing here.
    public let ignoredParameters: [String]
    /// This request's own callback.
    public let webhookURL: String?
    public let submitted: Timestamp
    /// When `/v2/requests/{id}` stops answering, once the job has ended.
    public let recordExpires: Timestamp
    /// When a synchronous request gives up.
    public let deadline: Timestamp?

    public let state: JobState
    /// When the newest attempt began.
    public let started: Timestamp?
    public let finished: Timestamp?
    /// The newest report of the newest attempt.
    public let progress: GenerationProgress?
    /// Set when completed.
    public let output: JobOutput?
    /// Grows with every change of the record.
    public let revision: Int64

    public var status: JobStatus { state.status }
    public var failure: GenerationFailure? { state.failure }
    public var warnings: [String] { output?.warnings ?? [] }
    /// What was charged: nothing unless delivered.
    public var charge: MicroDollars { report.charge }
    /// From submission to the newest attempt's begin, or to the end of a job that never began.
    public var queueTime: Duration? { report.queueTime }
    /// What the engine took, when completed.
    public var inferenceTime: Duration? { output?.inferenceTime }
    /// From submission to the end.
    public var totalTime: Duration? { report.totalTime }

    /// The part of it that a client who waits asks about.
    public var report: JobReport {
        JobReport(
            id: id,
            account: account,
            state: state,
            price: price,
            submitted: submitted,
            started: started,
            finished: finished,
            progress: progress,
            inferenceTime: inferenceTime
        )
    }
}

/// What a worker delivers.
public struct JobOutput: Sendable, Hashable {
    public let artifact: ArtifactKey
    public let mediaType: String
    public let byteCount: Int
    public let size: PixelSize
    /// What the prompt asked for and the engine could not do.
    public let warnings: [String]
    public let inferenceTime: Duration

    public init(
        artifact: ArtifactKey,
        mediaType: String,
        byteCount: Int,
        size: PixelSize,
        warnings: [String],
        inferenceTime: Duration
    ) {
        self.artifact = artifact
        self.mediaType = mediaType
        self.byteCount = byteCount
        self.size = size
        self.warnings = warnings
        self.inferenceTime = inferenceTime
    }
}
