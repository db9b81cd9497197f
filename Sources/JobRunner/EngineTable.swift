public import GenerationTypes
public import ImageCodecs
public import JobStore

/// Which engine answers which model.
public struct EngineTable: Sendable {
    /// An engine, and what its pictures say about their making.
    public struct Entry: Sendable {
        public let engine: any ImageGenerator
        public let digitalSource: OutputMetadata.DigitalSource

        public init(_ engine: any ImageGenerator, _ digitalSource: OutputMetadata.DigitalSource) {
            self.engine = engine
            self.digitalSource = digitalSource
        }
    }

    private let entries: [String: Entry]

    /// - Parameter entries: by the models' slugs.
    public init(_ entries: [String: Entry]) { self.entries = entries }

    /// The names of all engines.
    public var engineNames: Set<String> { Set(entries.values.map(\.engine.name)) }

    /// What a worker asks the queue for.
    public var lanes: Set<JobLane> {
        Set(entries.map { slug, entry in JobLane(engine: entry.engine.name, model: slug) })
    }

    /// - Throws: ``GenerationFailure`` when this worker does not serve the model.
    func entry(for model: String) throws -> Entry {
        guard let entry = entries[model] else {
            throw GenerationFailure(.engineFailed, "the model '\(model)' is not served by this worker")
        }
        return entry
    }
}
