import Crypto
public import GenerationTypes

/// A request that is valid in itself and whose input images are in the artifact store.
public struct NewJob: Sendable {
    public let account: AccountID
    public let key: KeyID?
    public let model: ServedModel
    public let request: GenerationRequest
    /// The JSON that the client sent, with long `data:` URIs shortened.
    public let requestBody: String
    public let ignoredParameters: [String]
    public let webhookURL: String?
    /// When the job is cancelled if it has not ended: for synchronous requests.
    public let deadline: Timestamp?
    public let idempotency: IdempotencyKey?
    /// Higher ones come first: the key's.
    public let priority: Int
    /// The `traceparent` of what accepts it, where that is traced.
    public var traceparent: String?

    public init(
        account: AccountID,
        key: KeyID? = nil,
        model: ServedModel,
        request: GenerationRequest,
        requestBody: String,
        ignoredParameters: [String] = [],
        webhookURL: String? = nil,
        deadline: Timestamp? = nil,
        idempotency: IdempotencyKey? = nil,
        priority: Int = 0
    ) {
        self.account = account
        self.key = key
        self.model = model
        self.request = request
        self.requestBody = requestBody
        self.ignoredParameters = ignoredParameters
        self.webhookURL = webhookURL
        self.deadline = deadline
        self.idempotency = idempotency
        self.priority = priority
    }
}

/// A client's promise that requests with the same text are the same request, for 24 hours and within its account.
public struct IdempotencyKey: Sendable, Hashable {
    public let text: String
    /// SHA-256 of what must then be the same.
    public let fingerprint: [UInt8]

    /// - Parameters:
    ///   - text: the `Idempotency-Key` header.
    ///   - model: the slug: the same body for another model is another request.
    ///   - body: the request's body as it came.
    public init(_ text: String, model: String, body: some Sequence<UInt8>) {
        self.text = text
        var hash = SHA256()
        hash.update(data: Array(model.utf8) + [0])
        hash.update(data: Array(body))
        self.fingerprint = Array(hash.finalize())
    }
}

/// What accepting led to.
public struct AcceptedJob: Sendable {
    public let job: Job
    /// False when an earlier request with the same idempotency key made the job: nothing was reserved again.
    public let isNew: Bool
}
