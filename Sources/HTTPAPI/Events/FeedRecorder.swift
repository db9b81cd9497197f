import GenerationTypes
import JobStore
import Synchronization

/// Turns the changes of a job's record into events.
final class FeedRecorder: Sendable {
    private let id: JobID
    private let feed: JobFeed
    private let store: Store
    /// Set while the job waits: the record, and the place that was told last.
    private let waiting = Mutex<(job: Job, told: JobEstimates.Waiting?)?>(nil)

    init(id: JobID, feed: JobFeed, store: Store) {
        self.id = id
        self.feed = feed
        self.store = store
    }

    /// Returns when the job has ended, or is not there.
    func record() async {
        var attempt = 0
        var step: GenerationProgress?
        var preview: Int64?
        for await job in store.watcher.changes(of: id) {
            if job.state.attempt != attempt { (attempt, step, preview) = (job.state.attempt, nil, nil) }
            waiting.withLock { $0 = job.status == .queued ? (job, $0?.told) : nil }
            switch job.status {
            case .queued:
                await tellPlace()
            case .processing:
                var news: [JobEvent] = []
                if let progress = job.progress, progress != step {
                    step = progress
                    news.append(.step(progress, remaining: try? await store.estimates.remaining(of: job)))
                }
                if let newest = try? await store.previews.newest(of: id, otherThan: preview) {
                    preview = newest.number
                    news.append(.preview(newest.preview))
                }
                feed.append(news, revision: job.revision)
            case .completed, .failed, .cancelled:
                await tellEnd(of: job)
            }
        }
    }

    /// Tells a waiting job's place as it moves: others' ends do not touch its record. Ends when cancelled.
    func followQueue(every interval: Duration) async {
        while (try? await Task.sleep(for: interval)) != nil { await tellPlace() }
    }

    private func tellPlace() async {
        guard let job = waiting.withLock({ $0?.job }), let place = try? await store.estimates.waiting(job) else {
            return
        }
        // Two look at times, and only after looking is it known whether there is news.
        let isNews = waiting.withLock { waiting in
            guard let (current, told) = waiting, current.revision == job.revision,
                place.position != told?.position || (place.remaining == nil) != (told?.remaining == nil)
            else { return false }
            waiting?.told = place
            return true
        }
        if isNews { feed.append(.queued(place), revision: job.revision) }
    }

    private func tellEnd(of job: Job) async {
        while !Task.isCancelled {
            if let balance = try? await store.credits.balance(of: job.account) {
                return feed.append(.ended(job, balance), revision: job.revision)
            }
            // The database does not answer now, and there is nobody else to tell the end.
            try? await Task.sleep(for: .milliseconds(200))
        }
    }
}
