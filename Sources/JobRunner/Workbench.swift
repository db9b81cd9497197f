import GenerationTypes
import ImageCodecs
import JobStore
import Logging
import Traces

/// What every job of a worker is made with.
struct Workbench: Sendable {
    let store: Store
    let engines: EngineTable
    let codec: ImageCodec
    let settings: JobRunnerSettings
    /// Name and version of this program, for the pictures' metadata.
    let software: String
    let drain: Drain
    let metrics: JobMetrics
    /// Nil when nothing is traced.
    let tracer: Tracer?
    var logger: Logger
}
