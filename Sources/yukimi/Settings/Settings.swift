import GenerationTypes
import HTTPAPI
import ImageCodecs
import ImageFetcher
import JobRunner
import JobStore
import Logging
import ObjectStorage
import Tensors

/// Everything that an operator decides, with the values that hold until one does. ``SettingTable`` says what each is
/// called.
struct Settings: Sendable {
    /// The data folder; nil for the one in the home folder.
    var data: String?
    /// What the models table lists.
    var modelSlugs = ["kling-3-image2image"]
    /// One for each of `modelSlugs`.
    var models = [ModelSettings(slug: "kling-3-image2image")]

    var host = "127.0.0.1"
    var port = 8080
    /// From the signal to end until connections are refused.
    var drainNotice: Duration = .zero
    var api = HTTPAPIConfiguration(models: [])

    var fetch = FetchSettings()
    /// Blocks of addresses that may be fetched from although they are not public.
    var allowedAddresses: [AddressBlock] = []
    var images = InputLimits()
    var allowsHEIF = false

    var webhooks = WebhookSettings()

    /// Where jobs, keys and credits are.
    var database = DatabaseLocation.dataFolder
    /// A bucket for the artifacts; nil: they are in the data folder.
    var artifacts: S3Location?
    var s3 = S3ServerSettings()
    var store = StoreSettings()

    /// Worker processes that `serve` starts.
    var workers = 1
    var runner = JobRunnerSettings()
    /// Which jobs this machine's workers take; empty: all.
    var workerEngines: [EngineName] = []
    var workerModels: [String] = []
    /// What a worker's process may hold; nil for most of what the machine has.
    var workerMemory: ByteCount?
    /// Where a worker that no server has started answers scrapes; 0 for nowhere.
    var workerMetricsPort = 0

    var logLevel: Logger.Level = .info
    var logFormat: LogFormat = .text

    /// The OpenTelemetry collector that is sent traces; nil for none.
    var traceEndpoint: String?
    /// Of a hundred requests that do not say themselves, how many are traced.
    var tracePercent = 100
}

/// What an operator decides about one model.
struct ModelSettings: Sendable {
    let slug: String
    var engine = EngineName.scene
    var price = MicroDollars(35_000)
    /// What a worker must have to run it.
    var memory: ByteCount?
    /// Jobs at the same time on all machines; nil for any number.
    var concurrent: Int?
    /// How a rehearsal ends.
    var outcome = RehearsalEngine.Outcome.copy
    /// How long a rehearsal takes; nil for what its outcome has.
    var delay: Duration?
    /// A diffusion model's folder: a path, or a name in the folder `models` of the data folder. Empty: the slug.
    var weights = ""
    var precision = WeightPrecision.int8
    /// Denoising steps; nil for what the model was made for.
    var steps: Int?
    /// How long a diffusion model stays in memory after its last request.
    var idle: Duration = .seconds(600)
}

/// The engines that are built in.
enum EngineName: String, CaseIterable, Sendable {
    case scene, diffusion, rehearsal
}

/// How log lines are written.
enum LogFormat: String, CaseIterable, Sendable {
    case text, json
}

extension EngineName: SettingChoice {}
extension WeightPrecision: SettingChoice {}
extension LogFormat: SettingChoice {}
extension RehearsalEngine.Outcome: SettingChoice {}
extension V1Response: SettingChoice {}
extension Logger.Level: SettingChoice {}

extension AddressBlock: SettingValue {
    static var kind: String { "an address or a block such as 10.0.0.0/8 or fc00::/7" }
    init?(settingText: String) { self.init(settingText) }
    var settingText: String { description }
}

extension PublicOrigin: SettingValue {
    static var kind: String { "an origin such as https://images.example.com" }
    init?(settingText: String) { self.init(settingText) }
    var settingText: String { description }
}

extension EgressGateway: SettingValue {
    static var kind: String { "a proxy such as http://10.0.0.5:3128" }
    init?(settingText: String) { self.init(settingText) }
    var settingText: String { "http://\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}

// Values that are made as a whole, one part at a time.

extension RateLimit {
    var perMinute: Int {
        get { requestsPerMinute }
        set { self = RateLimit(requestsPerMinute: newValue, burst: burst) }
    }

    var atOnce: Int {
        get { burst }
        set { self = RateLimit(requestsPerMinute: requestsPerMinute, burst: newValue) }
    }
}

extension AttemptPolicy {
    var most: Int {
        get { limit }
        set { self = AttemptPolicy(limit: newValue, firstPause: firstPause) }
    }
}
