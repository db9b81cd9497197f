import GenerationTypes
import ImageCodecs
import JobStore
import Logging
import Synchronization

/// The newest preview of a running engine, until the lease keeper takes it to the store. It is made on the engine's
/// thread, and not more often than the interval: an engine whose steps are short spends no more time on being watched.
final class PreviewNote: Sendable {
    private struct State {
        var step = 0
        var wanted: ContinuousClock.Instant
        var newest: JobPreview?
    }

    private let interval: Duration
    private let codec: ImageCodec
    private let logger: Logger
    private let state: Mutex<State>

    /// The first one is wanted after an interval: who is done by then needs none.
    init(interval: Duration, codec: ImageCodec, logger: Logger) {
        self.interval = interval
        self.codec = codec
        self.logger = logger
        state = Mutex(State(wanted: .now + interval))
    }

    /// What is offered from now on shows what this step made.
    func stepBegins(_ step: Int) { state.withLock { $0.step = step } }

    /// Makes and keeps a preview when one is wanted now.
    func offer(_ make: () throws -> Bitmap) {
        let isWanted = state.withLock { state in
            guard state.wanted <= .now else { return false }
            state.wanted = .now + interval
            return true
        }
        guard isWanted else { return }
        do {
            let jpeg = try codec.encodePreview(try make())
            state.withLock { $0.newest = JobPreview(step: $0.step, jpeg: jpeg) }
        } catch {
            // Nobody waits for a preview: the result is what counts.
            logger.debug("no preview could be made", metadata: ["error": "\(error)"])
        }
    }

    /// What was made since the last call.
    func take() -> JobPreview? {
        state.withLock { state in
            defer { state.newest = nil }
            return state.newest
        }
    }
}
