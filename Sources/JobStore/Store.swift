public import Logging
import ObjectStorage

/// Everything that must survive: a database and the artifacts. Both are in one data folder, or the database is a PostgreSQL
/// server, or the artifacts are in a bucket. Several processes may open the same store.
///
/// | part | what it keeps |
/// |---|---|
/// | `accounts`, `keys` | who may ask |
/// | `sessions` | which browsers are signed in |
/// | `credits` | who can pay, and what was paid |
/// | `creditReport` | the ledger for operators |
/// | `jobs` | what can happen to a job, each in one transaction |
/// | `previews`, `estimates` | how a running job's picture looks, and when jobs will have ended |
/// | `history` | what happened, for people |
/// | `watcher` | waiting for a job without asking the database for each waiter |
/// | `artifacts` | inputs, uploads and results |
/// | `webhooks`, `webhookSecrets` | whom to tell, and what to sign with |
/// | `webhookQueue`, `webhookLog` | what is to be told, and what was |
/// | `figures` | what operators watch |
public final class Store: Sendable {
    public let accounts: AccountBook
    public let keys: KeyRing
    public let sessions: SessionBook
    public let credits: CreditLedger
    public let creditReport: CreditReport
    public let jobs: JobLedger
    public let previews: JobPreviews
    public let estimates: JobEstimates
    public let history: JobHistory
    public let watcher: JobWatcher
    public let artifacts: ArtifactStore
    public let webhooks: WebhookRegistry
    public let webhookSecrets: WebhookSecrets
    public let webhookQueue: WebhookQueue
    public let webhookLog: WebhookLog
    public let figures: StoreFigures

    public let settings: StoreSettings
    public let clock: WallClock
    let database: any SQLDatabase

    /// Opens the store, making the folder and bringing the database up to date where needed.
    ///
    /// - Parameters:
    ///   - folder: the data folder.
    ///   - location: where the database is; without it, in the folder.
    ///   - artifactLocation: where the artifacts are; without it, in the folder.
    ///   - settings: how long things are kept.
    ///   - clock: what time it is.
    ///   - logger: hears of requests to a bucket that are tried again.
    /// - Throws: ``StoreError`` `newerDatabase`, `notWritable`, `unavailable` or `corrupt`.
    public convenience init(
        folder: String,
        database location: DatabaseLocation = .dataFolder,
        artifacts artifactLocation: ArtifactLocation = .dataFolder,
        settings: StoreSettings = StoreSettings(),
        clock: WallClock = .system,
        logger: Logger = .silent
    ) throws {
        let files = try DataFolder(path: folder)
        try self.init(
            database: TimedDatabase(try location.open(files)),
            objects: try artifactLocation.open(files, logger: logger),
            settings: settings,
            clock: clock
        )
    }

    init(
        database: any SQLDatabase,
        objects: any ObjectStore,
        arithmetic: any WorkQueue = BlockingWork(),
        settings: StoreSettings,
        clock: WallClock
    ) throws {
        self.settings = settings
        self.clock = clock
        self.database = database
        accounts = AccountBook(database: database, clock: clock)
        keys = KeyRing(database: database, clock: clock)
        sessions = SessionBook(database: database, clock: clock)
        credits = CreditLedger(database: database, clock: clock)
        creditReport = CreditReport(database: database)
        jobs = JobLedger(database: database, settings: settings, clock: clock)
        history = JobHistory(database: database, clock: clock)
        previews = JobPreviews(database: database)
        estimates = JobEstimates(database: database, clock: clock)
        watcher = try JobWatcher(database: database, tick: settings.watcherTick, clock: clock)
        artifacts = ArtifactStore(
            objects: objects,
            arithmetic: arithmetic,
            database: database,
            settings: settings,
            clock: clock
        )
        webhooks = WebhookRegistry(database: database, clock: clock)
        webhookSecrets = WebhookSecrets(database: database, clock: clock)
        webhookQueue = WebhookQueue(database: database, clock: clock)
        webhookLog = WebhookLog(database: database, clock: clock)
        figures = StoreFigures(database: database, clock: clock)
    }

    /// An element for each time that another process says that a job waits. With a database in the folder there are none:
    /// its processes are on one machine and have a pipe for that.
    public var arrivals: AsyncStream<Void> { database.arrivals() }

    /// Reads one row: whether the database answers.
    public func ping() async throws {
        _ = try await database.read { db in try db.value(Int.self, "SELECT 1") }
    }
}

extension Logger {
    /// Drops what it is told.
    public static var silent: Logger { Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() } }
}
