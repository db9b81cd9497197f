import GenerationTypes
import Synchronization

/// The newest progress report of a running engine, until the lease keeper takes it to the store: an engine that
/// reports a thousand steps a second costs no more writes than one that reports three.
final class ProgressNote: Sendable {
    private let newest = Mutex<GenerationProgress?>(nil)

    func write(_ progress: GenerationProgress) { newest.withLock { $0 = progress } }

    /// What was reported since the last call.
    func take() -> GenerationProgress? {
        newest.withLock { newest in
            defer { newest = nil }
            return newest
        }
    }
}
