import GenerationTypes
import Synchronization

/// Whether a running job has to stop, and why. The first reason stays.
final class StopSwitch: Sendable {
    enum Reason: Sendable, Hashable {
        /// Somebody cancelled the job.
        case cancelled
        /// The job belongs to somebody else, or has ended: what comes out of it is thrown away.
        case leaseLost
        /// The worker ends, and its time for that is over.
        case drained
        /// The job takes more memory than a worker may use.
        case tooLarge(GenerationFailure)
        /// The worker's jobs together do.
        case crowdedOut
    }

    private let storage = Mutex<Reason?>(nil)

    var reason: Reason? { storage.withLock { $0 } }

    func stop(_ reason: Reason) {
        storage.withLock { stored in stored = stored ?? reason }
    }
}
