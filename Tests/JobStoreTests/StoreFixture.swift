import Foundation
import GRDB
import GenerationTypes
import Synchronization
import Testing

@testable import JobStore

/// Whether tests that can be longer should be: `YUKIMI_TEST_LONG=1`.
let isLongTest = ProcessInfo.processInfo.environment["YUKIMI_TEST_LONG"] == "1"

/// A clock that stands still until a test moves it.
final class ManualClock: Sendable {
    private let moment: Mutex<Timestamp>

    init(now: Timestamp = Timestamp(milliseconds: 1_700_000_000_000)) { moment = Mutex(now) }

    var now: Timestamp { moment.withLock { $0 } }
    var wall: WallClock { WallClock { self.now } }

    func advance(_ duration: Duration) { moment.withLock { $0 = $0 + duration } }
}

/// A store in a folder of its own, deleted with the last reference.
final class StoreFixture: Sendable {
    let folder: String
    let database: TestDatabase
    let artifacts: ArtifactLocation
    let clock = ManualClock()
    let store: Store
    let account: AccountID

    init(credits: MicroDollars = MicroDollars(1_000_000), settings: StoreSettings = StoreSettings()) async throws {
        folder = NSTemporaryDirectory() + "/store-" + UUID().uuidString
        database = try await TestDatabase()
        artifacts = try TestBucket.location()
        var settings = settings
        settings.orphanSweepInterval = .zero
        store = try Store(
            folder: folder,
            database: database.location,
            artifacts: artifacts,
            settings: settings,
            clock: clock.wall
        )
        account = try await store.accounts.create(name: "acme").id
        if credits > .zero { try await store.credits.grant(credits, to: account) }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var balance: CreditBalance {
        get async throws { try await store.credits.balance(of: account) }
    }

    /// The same store as another process sees it.
    func reopened(settings: StoreSettings = StoreSettings(), clock: WallClock? = nil) throws -> Store {
        var settings = settings
        settings.orphanSweepInterval = .zero
        return try Store(
            folder: folder,
            database: database.location,
            artifacts: artifacts,
            settings: settings,
            clock: clock ?? self.clock.wall
        )
    }

    /// What somebody with a database shell does, past everything that the store allows.
    func shell(_ sql: String) throws {
        if let url = database.url { return try TestDatabase.run(sql, at: url) }
        do {
            try DatabaseQueue(path: folder + "/yukimi.sqlite").write { try $0.execute(sql: sql) }
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    func newJob(
        _ text: String = "make it winter",
        model: ServedModel = .test,
        deadline: Timestamp? = nil,
        webhookURL: String? = nil,
        key: String? = nil
    ) throws -> NewJob {
        let body = #"{"prompt":"\#(text)"}"#
        return NewJob(
            account: account,
            model: model,
            request: try .test(text),
            requestBody: body,
            ignoredParameters: ["guidance"],
            webhookURL: webhookURL,
            deadline: deadline,
            idempotency: key.map { IdempotencyKey($0, model: model.slug, body: body.utf8) }
        )
    }

    /// Accepts and takes a job.
    func claimed(_ store: Store? = nil, by worker: WorkerID = .first) async throws -> ClaimedJob {
        let store = store ?? self.store
        _ = try await store.jobs.accept(try newJob())
        return try await claim(store, by: worker)
    }

    func claim(_ store: Store? = nil, by worker: WorkerID = .first) async throws -> ClaimedJob {
        let claimed = try await (store ?? self.store).jobs.claim(by: worker, engines: ["scene"], lease: .seconds(10))
        return try #require(claimed)
    }
}

extension ServedModel {
    static let test = ServedModel(slug: "winter", engine: "scene", price: MicroDollars(35_000))
}

extension WorkerID {
    static let first = WorkerID(rawValue: "first")
    static let second = WorkerID(rawValue: "second")
}

extension GenerationRequest {
    static func test(_ text: String) throws -> GenerationRequest {
        GenerationRequest(
            prompt: try #require(Prompt(text)),
            image: try #require(ArtifactKey("inputs/0123.png")),
            seed: 42
        )
    }
}

extension JobOutput {
    static func test(_ key: String = "files/4567.png") throws -> JobOutput {
        JobOutput(
            artifact: try #require(ArtifactKey(key)),
            mediaType: "image/png",
            byteCount: 1_234,
            size: PixelSize(width: 1280, height: 720),
            warnings: ["no dragon"],
            inferenceTime: .milliseconds(1_310)
        )
    }
}
