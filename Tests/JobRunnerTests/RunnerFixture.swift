import Foundation
import GenerationTypes
import ImageCodecs
import JobRunner
import JobStore
import Logging
import ServiceLifecycle
import Testing

/// A store in a temporary folder with one account, one input image, and a runner to start.
struct RunnerFixture {
    static let model = ServedModel(slug: "test-model", engine: "scripted", price: MicroDollars(35_000))

    let store: Store
    let database: TestDatabase
    let account: AccountID
    let codec: ImageCodec
    let input: ArtifactKey
    let folder: String

    init(settings: StoreSettings = StoreSettings(), clock: WallClock = .system) async throws {
        folder = NSTemporaryDirectory() + "runner-\(UUID().uuidString)"
        database = try await TestDatabase()
        store = try Store(folder: folder, database: database.location, settings: settings, clock: clock)
        account = try await store.accounts.create(name: "tester").id
        try await store.credits.grant(MicroDollars(1_000_000), to: account)
        codec = try ImageCodec()
        let pixels = [UInt8](repeating: 120, count: 96 * 64 * 3)
        let bitmap = Bitmap(size: PixelSize(width: 96, height: 64), layout: .rgb, bytes: pixels)
        let metadata = OutputMetadata(software: "", engine: "", seed: 0, prompt: "", digitalSource: .compositeSynthetic)
        let png = try codec.encode(bitmap, as: .png, metadata: metadata)
        input = try await store.artifacts.put(png, in: .inputs, fileExtension: "png")
    }

    func accept(
        image: ArtifactKey? = nil,
        model: ServedModel = Self.model,
        format: OutputFormat = .png
    ) async throws -> JobID {
        let request = GenerationRequest(
            prompt: try #require(Prompt("snow")),
            image: image ?? input,
            outputFormat: format,
            seed: 7
        )
        let new = NewJob(account: account, model: model, request: request, requestBody: "{}")
        return try await store.jobs.accept(new).job.id
    }

    /// The job when it has ended, or after a minute as it is then.
    func ended(_ id: JobID) async throws -> Job {
        let deadline = store.clock.now + .seconds(60)
        return try #require(try await store.watcher.wait(for: id, until: deadline))
    }

    /// The first change of the job that the condition likes; nil when it ended before.
    func change(of id: JobID, where condition: (Job) -> Bool) async -> Job? {
        for await job in store.watcher.changes(of: id) where condition(job) { return job }
        return nil
    }

    /// Runs a worker beside `body`. When the body returns, the worker is asked to end. It may see the store in its own way.
    func withRunner(
        _ engine: any ImageGenerator,
        settings: JobRunnerSettings = .forTests,
        store other: Store? = nil,
        memory: MemoryLimit? = nil,
        body: (ServiceGroup) async throws -> Void
    ) async throws {
        let runner = JobRunner(
            store: other ?? store,
            engines: EngineTable([Self.model.slug: .init(engine, .compositeSynthetic)]),
            codec: codec,
            settings: settings,
            worker: WorkerID(rawValue: "test-worker"),
            software: "Yukimi test",
            memory: memory,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let group = ServiceGroup(
            configuration: .init(
                services: [.init(service: runner, successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
        )
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { try await group.run() }
            let result: Result<Void, any Error>
            do {
                result = .success(try await body(group))
            } catch {
                result = .failure(error)
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            try result.get()
        }
        try? FileManager.default.removeItem(atPath: folder)
    }
}

extension JobRunnerSettings {
    /// Looks after running jobs every few milliseconds.
    static var forTests: Self {
        var settings = Self()
        settings.tick = .milliseconds(5)
        settings.pollInterval = .milliseconds(10)
        return settings
    }
}
