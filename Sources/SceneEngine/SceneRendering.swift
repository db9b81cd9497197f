public import GenerationTypes

/// An image that the engine made, and how.
public struct SceneRendering: Sendable {
    public let image: GeneratedImage
    public let plan: EditPlan
    /// In the order in which the steps ran.
    public let timings: [StepTiming]
}

/// How long one step took.
public struct StepTiming: Sendable, Codable, Hashable {
    /// What the step does, for people.
    public let label: String
    public let seconds: Double
}
