import DiffusionModels
import Foundation
import GenerationTypes
import Tensors

/// A model in memory, with the threads and the working memory that its requests share.
struct LoadedModel: Sendable {
    let pipeline: DreamLitePipeline
    let compute: Compute

    /// Throws `GenerationFailure` when the memory does not suffice, what reading the files throws, and
    /// `CancellationError` soon after `isCancelled` says so.
    init(_ settings: DiffusionSettings, isCancelled: @escaping @Sendable () -> Bool) throws {
        try ModelFolder(settings.folder).check()
        try MemoryNeed(settings).check(limit: [settings.memoryLimit, AvailableMemory.bytes()].compactMap(\.self).min())
        compute = Compute(
            threadCount: settings.threadCount,
            activations: settings.precision == .float32 ? .float32 : .bfloat16
        )
        pipeline = try DreamLitePipeline(
            folder: settings.folder,
            precision: settings.precision,
            compute: compute.listening(to: isCancelled)
        )
    }
}
