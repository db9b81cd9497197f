import JobStore
import Synchronization

/// The feeds of the jobs that somebody follows: one per job, however many follow it. What it costs to find out is spent
/// once, and the database is asked by the one loop of ``JobWatcher``.
final class JobFeeds: Sendable {
    private let store: Store
    private let heartbeat: Duration
    private let feeds = Mutex<[JobID: JobFeed]>([:])

    /// How often a waiting job's place in the queue is looked up.
    static let queueInterval = Duration.seconds(1)
    /// How long a feed is kept for those who reconnect.
    static let memory = Duration.seconds(30)

    /// `heartbeat` is the longest silence on a connection that is alive.
    init(store: Store, heartbeat: Duration) {
        self.store = store
        self.heartbeat = heartbeat
    }

    /// Follows a job; the reader must be handed to the feed's `close`.
    func open(_ id: JobID) -> (JobFeed, JobFeed.Reader) {
        let (feed, reader, isNew) = feeds.withLock { feeds in
            let known = feeds[id]
            let feed = known ?? JobFeed()
            feeds[id] = feed
            // Under the same lock that decides whether a feed is still needed.
            return (feed, feed.open(), known == nil)
        }
        if isNew {
            // Unstructured, because it serves all readers and must outlive the one that came first. It ends a while after
            // the job, or after the last reader.
            Task { await keep(feed, of: id) }
        }
        return (feed, reader)
    }

    private func keep(_ feed: JobFeed, of id: JobID) async {
        let recorder = FeedRecorder(id: id, feed: feed, store: store)
        await withTaskGroup { group in
            group.addTask { await recorder.record() }
            group.addTask { await recorder.followQueue(every: Self.queueInterval) }
            group.addTask { [heartbeat] in
                while (try? await Task.sleep(for: heartbeat)) != nil { feed.beat() }
            }
            group.addTask { await self.waitUntilDeserted(feed, id) }
            // The end of the job, or of all interest in it.
            await group.next()
            group.cancelAll()
        }
        feed.abandon()
        try? await Task.sleep(for: Self.memory)
        feeds.withLock { feeds in
            if feeds[id] === feed { feeds[id] = nil }
        }
    }

    /// Returns when nobody has listened for a while; the feed is not found any more then.
    private func waitUntilDeserted(_ feed: JobFeed, _ id: JobID) async {
        while (try? await Task.sleep(for: Self.memory)) != nil {
            let isDeserted = feeds.withLock { feeds in
                guard !feed.isAttended else { return false }
                feeds[id] = nil
                return true
            }
            if isDeserted { return }
        }
    }
}
