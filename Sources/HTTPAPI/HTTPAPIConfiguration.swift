public import GenerationTypes
public import ImageFetcher
public import JobStore

/// How version 1 answers when the client does not say what it wants.
public enum V1Response: String, Sendable, CaseIterable {
    /// The image itself.
    case bytes
    /// JSON with the image in base64.
    case json
}

/// What an operator decides about the API. Every default is safe on the open internet, behind a proxy that speaks TLS.
public struct HTTPAPIConfiguration: Sendable {
    /// What clients can name in the URL.
    public var models: [ServedModel]

    /// Where clients reach the server, such as `https://images.example.com`: absolute URLs begin with it. Nil: what each
    /// request's `Host` says.
    public var publicOrigin: PublicOrigin?
    /// Who may say, in `X-Forwarded-Proto`, `-Host` and `-For`, what the client asked for and who it is.
    public var trustedProxies: [AddressBlock] = []

    public var v1Response: V1Response = .bytes
    /// How long a synchronous request waits for its image.
    public var v1Deadline: Duration = .seconds(300)

    /// The longest silence on a stream of events: many proxies cut connections that are silent for a minute.
    public var eventHeartbeat: Duration = .seconds(15)

    /// For keys that have no limit of their own.
    public var rateLimit = RateLimit(requestsPerMinute: 50, burst: 10)
    /// Requests that fetch their images at the same time; the others wait for their turn.
    public var concurrentFetches = 256
    /// Of these, one account's: the images of one may come from slow hosts, and must not keep the others waiting.
    public var concurrentFetchesPerAccount = 8
    /// Images of one account that wait to be fetched; for more, the answer is 503.
    public var waitingFetchesPerAccount = 256
    /// Wrong keys from one address, before it has to wait.
    public var wrongKeysPerMinute = 20
    /// What bodies and images of requests may take of the memory, all together.
    public var requestMemory = 512 << 20
    public var limits = ConnectionLimits()
    /// Whether `/metrics` answers without a key.
    public var metricsAreOpen = false

    public init(models: [ServedModel], publicOrigin: PublicOrigin? = nil) {
        self.models = models
        self.publicOrigin = publicOrigin
    }
}

/// What one connection may cost.
public struct ConnectionLimits: Sendable, Hashable {
    /// A request's body. 32 MiB hold one image of 10 MB as a `data:` URI twice over; more images go through
    /// `/upload-asset`, each in a request of its own.
    public var bodyBytes = 32 << 20
    /// All header fields together.
    public var headerBytes = 32 << 10
    public var headerCount = 100
    /// From a connection's begin to its first request's last header field.
    public var headerTime: Duration = .seconds(10)
    /// From a request's last header field to its last byte.
    public var bodyTime: Duration = .seconds(60)
    /// How many bytes of a body must come each second on average, once its first ten are over.
    public var bodyRate = 1_000
    /// From an answer to the next request on the same connection; longer than the minute after which common proxies
    /// close theirs, so that it is never us who close a connection that a proxy is about to use.
    public var idleTime: Duration = .seconds(75)
    /// How long a client may take none of its answer's bytes.
    public var stallTime: Duration = .seconds(30)
    /// Connections at the same time; further ones wait in the system's queue.
    public var connectionCount = 4_096
    /// Of these, one address's; trusted proxies may have all. Further ones are closed at once.
    public var connectionCountPerAddress = 1_024

    public init() {}
}
