public import Foundation
public import Tensors

/// What an operator decides about a diffusion model.
public struct DiffusionSettings: Sendable {
    /// The folder with `model_index.json` and a folder for each network, as diffusers lays it out.
    public var folder: URL
    /// How weights are stored in memory, and with them how fast and how exact products are.
    public var precision: WeightPrecision
    /// Denoising steps; nil: what the model's family was distilled for.
    public var stepCount: Int?
    /// nil: one for each processor.
    public var threadCount: Int?
    /// A model that nobody asks for this long leaves memory.
    public var idleTime: Duration
    /// The most memory in bytes that the model may take, if so much is available; nil: whatever is.
    public var memoryLimit: Int?

    public init(
        folder: URL,
        precision: WeightPrecision = .int8,
        stepCount: Int? = nil,
        threadCount: Int? = nil,
        idleTime: Duration = .seconds(600),
        memoryLimit: Int? = nil
    ) {
        self.folder = folder
        self.precision = precision
        self.stepCount = stepCount
        self.threadCount = threadCount
        self.idleTime = idleTime
        self.memoryLimit = memoryLimit
    }
}
