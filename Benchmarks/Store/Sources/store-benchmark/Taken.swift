import JobStore
import Synchronization

/// Which jobs were taken, each once.
final class Taken: Sendable {
    private let jobs = Mutex<Set<JobID>>([])

    func add(_ job: JobID) {
        let isNew = jobs.withLock { $0.insert(job).inserted }
        precondition(isNew, "the job \(job) was taken twice")
    }

    var count: Int { jobs.withLock { $0.count } }
}
