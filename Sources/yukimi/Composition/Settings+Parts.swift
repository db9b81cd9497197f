import DiffusionEngine
import Foundation
import GenerationTypes
import HTTPAPI
import ImageCodecs
import ImageFetcher
import JobRunner
import JobStore
import Logging
import ModelLibrary
import SceneEngine

/// The program's parts, made from the settings.
extension Settings {
    /// Opens the store. The data folder is made where there is none.
    ///
    /// - Throws: ``StoreError``, or ``CommandError`` when there are no credentials for a bucket.
    func openStore(logger: Logger = .silent) throws -> Store {
        var settings = store
        settings.runningLimits = Dictionary(
            uniqueKeysWithValues: models.compactMap { model in model.concurrent.map { (model.slug, $0) } }
        )
        return try Store(
            folder: dataFolder,
            database: database,
            artifacts: try artifactLocation(),
            settings: settings,
            logger: logger
        )
    }

    var dataFolder: String { data ?? "." }

    func makeCodec() throws -> ImageCodec { try ImageCodec(limits: images, allowingHEIF: allowsHEIF) }

    func makeEngines(codec: ImageCodec) -> EngineTable {
        let entries = runnableModels.map { model in
            (model.slug, model.makeEngine(codec: codec, data: dataFolder, memoryLimit: workerMemory?.bytes))
        }
        return EngineTable(Dictionary(uniqueKeysWithValues: entries))
    }

    /// The models whose jobs this machine's workers take.
    var runnableModels: [ModelSettings] {
        let memory = workerMemory ?? ByteCount(bytes: Int(clamping: ProcessInfo.processInfo.physicalMemory))
        return models.filter { model in
            (workerEngines.isEmpty || workerEngines.contains(model.engine))
                && (workerModels.isEmpty || workerModels.contains(model.slug))
                && (model.memory ?? .megabytes(0)) <= memory
        }
    }

    /// The weights on this machine, and the hub that the environment names.
    func modelLibrary(environment: [String: String] = ProcessInfo.processInfo.environment) -> ModelLibrary {
        ModelLibrary(folder: "\(dataFolder)/models", hub: HubSettings(environment: environment))
    }

    var servedModels: [ServedModel] {
        models.map { ServedModel(slug: $0.slug, engine: $0.engine.rawValue, price: $0.price) }
    }

    var apiConfiguration: HTTPAPIConfiguration {
        var configuration = api
        configuration.models = servedModels
        return configuration
    }

    var fetchSettings: FetchSettings {
        var settings = fetch
        settings.policy = AddressPolicy(allowing: allowedAddresses)
        settings.limits.bytes = images.byteCount
        settings.userAgent = "yukimi/\(Version.number)"
        return settings
    }
}

extension Settings {
    /// Messages leave by the same way, and behind the same checks of addresses, as images come.
    func makeWebhookDispatcher(_ store: Store, origin: ListeningOrigin, logger: Logger) -> WebhookDispatcher {
        var sending = fetchSettings
        sending.limits.totalTime = webhooks.timeout
        sending.limits.idleTime = webhooks.timeout
        let sender = WebhookSender(settings: sending, logger: logger.atLeast(.notice))
        return WebhookDispatcher(
            store: store,
            settings: webhooks,
            origin: { origin.origin },
            post: { json, headers, url in try await sender.post(json, headers: headers, to: url) },
            logger: logger
        )
    }
}

extension ModelSettings {
    /// What answers this model's requests. `threadCount` threads share the work on one image; nil: one for each processor.
    func makeEngine(
        codec: ImageCodec,
        data: String,
        threadCount: Int? = nil,
        memoryLimit: Int? = nil
    ) -> EngineTable.Entry {
        switch engine {
        case .scene:
            EngineTable.Entry(SceneEngine(threadCount: threadCount), .compositeSynthetic)
        case .diffusion:
            EngineTable.Entry(
                DiffusionEngine(
                    diffusion(data: data, threadCount: threadCount, memoryLimit: memoryLimit),
                    codec: codec
                ),
                .compositeWithTrainedAlgorithmicMedia
            )
        case .rehearsal:
            EngineTable.Entry(
                RehearsalEngine(.init(outcome, delay: delay), codec: codec),
                .algorithmicallyEnhanced
            )
        }
    }

    func diffusion(data: String, threadCount: Int? = nil, memoryLimit: Int? = nil) -> DiffusionSettings {
        DiffusionSettings(
            folder: weightsFolder(data: data),
            precision: precision,
            stepCount: steps,
            threadCount: threadCount,
            idleTime: idle,
            memoryLimit: memoryLimit
        )
    }

    /// Where a diffusion model's files are.
    func weightsFolder(data: String) -> URL {
        let name = weights.isEmpty ? slug : weights
        guard !name.contains("/") else { return URL(filePath: name, directoryHint: .isDirectory) }
        return URL(filePath: data, directoryHint: .isDirectory).appending(path: "models/\(name)")
    }
}
