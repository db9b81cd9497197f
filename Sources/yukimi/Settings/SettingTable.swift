import GenerationTypes
import HTTPAPI
import ImageCodecs
import ImageFetcher
import JobRunner
import JobStore
import ObjectStorage

/// Every setting there is. Help, documentation, the reading of files and all error messages come from these two lists.
enum SettingTable {
    typealias Row = SettingRow<Settings>

    static let rows: [Row] = place + s3 + http + api + fetching + webhooks + keeping + working + logging

    /// Settings of each model, under `model.<slug>.`.
    static let modelRows: [SettingRow<ModelSettings>] = [
        SettingRow("engine", \.engine, "The engine that answers."),
        SettingRow(
            "price",
            \.price,
            "What one delivered image costs, in US dollars.",
            where: { (0...1_000_000_000).contains($0.rawValue) }
        ),
        SettingRow(
            "memory",
            \.memory,
            "What a worker must have (worker.memory) to get jobs of the model; nothing for whatever it has."
        ),
        SettingRow(
            "concurrent",
            \.concurrent,
            kind: "a whole number from 1 to 10000, or nothing",
            "Jobs of the model that run at the same time, on all machines together; nothing for any number.",
            where: { (1...10_000).contains($0 ?? 1) }
        ),
        SettingRow("outcome", \.outcome, "With the rehearsal engine: how every request ends."),
        SettingRow(
            "weights",
            \.weights,
            "With the diffusion engine: the model's folder, as a path or as a name in <data>/models; nothing for the slug."
        ),
        SettingRow("precision", \.precision, "With the diffusion engine: how weights are kept in memory."),
        SettingRow(
            "steps",
            \.steps,
            kind: "a whole number from 1 to 100, or nothing",
            "With the diffusion engine: denoising steps; nothing for what the model was made for.",
            where: { (1...100).contains($0 ?? 1) }
        ),
        SettingRow(
            "idle",
            \.idle,
            in: .zero ... .seconds(7 * 24 * 3_600),
            "With the diffusion engine: how long the model stays in memory after its last request."
        ),
        SettingRow("delay", \.delay, "With the rehearsal engine: how long it pretends to work (30s with 'slow')."),
    ]

    private static let place: [Row] = [
        Row(
            "data",
            \.data,
            "The data folder: database and images. Without it, yukimi/ in $XDG_DATA_HOME or ~/.local/share."
        ),
        Row(
            "store.url",
            \.database,
            "A PostgreSQL server for jobs, keys and credits; without it, a file in the data folder."
        ),
        Row(
            "store.artifacts",
            \.artifacts,
            "A bucket for images; without it, they are in the data folder."
        ),
        Row(
            "models",
            \.modelSlugs,
            kind: "a list with commas of names made of a-z, 0-9, '-' and '_'",
            "The models that clients can name in the URL.",
            where: { slugs in
                !slugs.isEmpty && Set(slugs).count == slugs.count && slugs.allSatisfy(isSlug)
            }
        ),
    ]

    private static let s3: [Row] = [
        Row("s3.endpoint", \.s3.endpoint, "The bucket's server; without it, AWS."),
        Row("s3.region", \.s3.region, "Its region; without it, AWS_REGION, or us-east-1. R2's is auto."),
        Row(
            "s3.path-style",
            \.s3.usesPathStyle,
            "Whether the bucket's name goes into the path; without it, where there is an s3.endpoint or the name has dots."
        ),
        Row("s3.ca-file", \.s3.certificateAuthorities, "A PEM file with further certificate authorities."),
        Row("s3.access-key-id", \.s3.accessKeyID, "Who asks; without it, AWS_ACCESS_KEY_ID."),
        Row(
            "s3.secret-access-key",
            \.s3.secretAccessKey,
            "The secret to it, not to be given as an option; without it, AWS_SECRET_ACCESS_KEY."
        ),
        Row(
            "s3.session-token",
            \.s3.sessionToken,
            "For credentials that end, not to be given as an option; without it, AWS_SESSION_TOKEN."
        ),
    ]

    /// What everybody on a machine would see in a list of processes, if it was an option.
    static let secrets: Set<String> = ["s3.secret-access-key", "s3.session-token"]

    private static let http: [Row] = [
        Row("http.host", \.host, "The address to listen on; 0.0.0.0 for all."),
        Row("http.port", \.port, in: 0...65_535, "The port to listen on; 0 picks a free one."),
        Row(
            "http.public-url",
            \.api.publicOrigin,
            "Where clients reach the server; without it, what each request says."
        ),
        Row("http.trusted-proxies", \.api.trustedProxies, "Whose X-Forwarded-Proto, -Host and -For are believed."),
        Row(bytes: "http.body-limit", \.api.limits.bodyBytes, "The largest request body."),
        Row(bytes: "http.header-limit", \.api.limits.headerBytes, "The largest header, all fields together."),
        Row(
            "http.header-timeout",
            \.api.limits.headerTime,
            in: brief,
            "From a connection's begin to its first request."
        ),
        Row("http.body-timeout", \.api.limits.bodyTime, in: brief, "From a request's header to its last byte."),
        Row(
            bytes: "http.body-rate",
            \.api.limits.bodyRate,
            "A body's bytes per second, at least, after its first 10 s."
        ),
        Row("http.idle-timeout", \.api.limits.idleTime, in: brief, "From an answer to the next request."),
        Row("http.stall-timeout", \.api.limits.stallTime, in: brief, "How long a client may take none of its answer."),
        Row(
            "http.drain-notice",
            \.drainNotice,
            in: .zero ... .seconds(600),
            "How long connections are still served after a signal, while /readyz already says no."
        ),
        Row("http.connections", \.api.limits.connectionCount, in: 1...1_000_000, "Connections at the same time."),
        Row(
            "http.connections-per-address",
            \.api.limits.connectionCountPerAddress,
            in: 1...1_000_000,
            "Of these, one client's; trusted proxies may have all."
        ),
        Row(bytes: "http.memory", \.api.requestMemory, "What requests may hold in memory, all together."),
    ]

    private static let api: [Row] = [
        Row("v1.response", \.api.v1Response, "What a synchronous request gets unless it says what it wants."),
        Row("v1.deadline", \.api.v1Deadline, in: brief, "How long a synchronous request waits for its image."),
        Row("events.heartbeat", \.api.eventHeartbeat, in: brief, "The longest silence on a stream of events."),
        Row("rate.per-minute", \.api.rateLimit.perMinute, in: 1...1_000_000, "Requests per minute and key."),
        Row("rate.burst", \.api.rateLimit.atOnce, in: 1...1_000_000, "Requests at once, before that counts."),
        Row(
            "keys.wrong-per-minute",
            \.api.wrongKeysPerMinute,
            in: 1...1_000_000,
            "Wrong API keys from one address, before it has to wait."
        ),
        Row(bytes: "image.byte-limit", \.images.byteCount, "The largest input image, as a file."),
        Row("image.pixel-limit", \.images.pixelCount, in: 4_096...1_000_000_000, "The most pixels of an input image."),
        Row("image.heif", \.allowsHEIF, "Whether HEIC and AVIF are accepted; their decoders have had serious faults."),
    ]

    private static let fetching: [Row] = [
        Row("fetch.timeout", \.fetch.limits.totalTime, in: brief, "For one image from the web, redirects included."),
        Row("fetch.connect-timeout", \.fetch.limits.connectTime, in: brief, "For one connection, TLS included."),
        Row("fetch.idle-timeout", \.fetch.limits.idleTime, in: brief, "The longest pause of an answer."),
        Row("fetch.redirects", \.fetch.limits.redirects, in: 0...20, "Redirects that are followed."),
        Row("fetch.concurrent", \.api.concurrentFetches, in: 1...1_000, "Images that are fetched at the same time."),
        Row(
            "fetch.concurrent-per-account",
            \.api.concurrentFetchesPerAccount,
            in: 1...1_000,
            "Of these, one account's."
        ),
        Row(
            "fetch.waiting-per-account",
            \.api.waitingFetchesPerAccount,
            in: 0...100_000,
            "Images of one account that wait for their turn; with more, the answer is 503."
        ),
        Row("fetch.allow", \.allowedAddresses, "Addresses that may be fetched from although they are not public."),
        Row("fetch.gateway", \.fetch.gateway, "An HTTP proxy that all fetches go through."),
        Row("fetch.ca-file", \.fetch.certificateAuthorities, "A PEM file with further certificate authorities."),
    ]

    private static let webhooks: [Row] = [
        Row(
            "webhooks.attempts",
            \.webhooks.schedule.attempts,
            in: 1...20,
            "How often an event is sent, at most, until it arrives."
        ),
        Row(
            "webhooks.first-pause",
            \.webhooks.schedule.firstPause,
            in: .milliseconds(10) ... .seconds(3_600),
            "The pause after the first attempt; each further one is twice as long."
        ),
        Row("webhooks.timeout", \.webhooks.timeout, in: brief, "How long a receiver may take to answer."),
        Row("webhooks.concurrent", \.webhooks.concurrent, in: 1...1_000, "Events that are sent at the same time."),
    ]

    private static let keeping: [Row] = [
        Row(
            "keep.records",
            \.store.recordRetention,
            in: long,
            "How long a request's status and result can be asked for."
        ),
        Row("keep.files", \.store.outputRetention, in: long, "How long results are kept."),
        Row("keep.assets", \.store.assetRetention, in: long, "How long uploads are kept."),
        Row("keep.inputs", \.store.inputRetention, in: long, "How long fetched images are kept after their last use."),
        Row("keep.idempotency", \.store.idempotencyRetention, in: long, "How long an Idempotency-Key is remembered."),
    ]

    private static let working: [Row] = [
        Row("worker.processes", \.workers, in: 0...64, "Workers that serve starts; 0 when they run elsewhere."),
        Row("worker.jobs", \.runner.concurrentJobs, in: 1...64, "Jobs that one worker runs at the same time."),
        Row(
            "worker.lease",
            \.runner.lease,
            in: .seconds(2) ... .seconds(3_600),
            "When a silent worker counts as lost."
        ),
        Row(
            "worker.drain",
            \.runner.drainLimit,
            in: .zero ... .seconds(3_600),
            "How long work may go on after a signal."
        ),
        Row("worker.engines", \.workerEngines, "The engines whose jobs this machine's workers take; nothing for all."),
        Row("worker.models", \.workerModels, "The models whose jobs this machine's workers take; nothing for all."),
        Row(
            "worker.memory",
            \.workerMemory,
            kind: "\(ByteCount.kind), of 100MB or more, or nothing",
            "What a worker's process may hold: models that need more go elsewhere, jobs that take more fail. Nothing for three quarters of what there is.",
            where: { ($0 ?? .megabytes(100)) >= .megabytes(100) }
        ),
        Row("worker.attempts", \.store.attempts.most, in: 1...20, "How often a job is tried."),
        Row(
            "worker.metrics-port",
            \.workerMetricsPort,
            in: 0...65_535,
            "Where a worker that no server started answers /metrics and /healthz to everybody, on http.host; 0 for nowhere."
        ),
    ]

    private static let logging: [Row] = [
        Row("log.level", \.logLevel, "The least important lines that are written."),
        Row("log.format", \.logFormat, "How lines are written."),
        Row("metrics.open", \.api.metricsAreOpen, "Whether /metrics answers without a key of the scope operator."),
        Row(
            "traces.endpoint",
            \.traceEndpoint,
            kind: "an address such as http://127.0.0.1:4318, or nothing",
            "An OpenTelemetry collector that takes OTLP over HTTP as JSON; without it, nothing is traced.",
            where: { $0.map { $0.hasPrefix("http://") || $0.hasPrefix("https://") } ?? true }
        ),
        Row(
            "traces.percent",
            \.tracePercent,
            in: 0...100,
            "How many of a hundred requests are traced that come without a traceparent header, which says so itself."
        ),
    ]

    private static let brief: ClosedRange<Duration> = .milliseconds(100) ... .seconds(3_600)
    private static let long: ClosedRange<Duration> = .seconds(60) ... .seconds(10 * 365 * 24 * 3_600)

    private static func isSlug(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
            }
    }
}
