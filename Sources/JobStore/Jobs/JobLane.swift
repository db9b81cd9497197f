/// Jobs that the same workers can run: each model of each engine has a lane of its own in the queue.
public struct JobLane: Sendable, Hashable, Comparable {
    /// The name of the engine that answers.
    public let engine: String
    /// The model's slug.
    public let model: String

    public init(engine: String, model: String) {
        self.engine = engine
        self.model = model
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.engine, left.model) < (right.engine, right.model)
    }
}
