import Hummingbird
import JobStore
import NIOCore

/// One client's way through a job's events: until the end, until it leaves, or until the server stops.
struct EventStream: Sendable {
    let job: JobID
    let feeds: JobFeeds
    let lifecycle: ServerLifecycle
    let client: ClientPresence
    let origin: PublicOrigin

    /// Returns when there is nothing more to send.
    ///
    /// - Parameters:
    ///   - writer: the answer's body.
    ///   - seen: the newest event that the client has.
    /// - Throws: what writing throws, when the client is gone.
    @concurrent
    func send(to writer: inout any ResponseBodyWriter, after seen: EventID?) async throws {
        let (feed, reader) = feeds.open(job)
        defer { feed.close(reader) }
        // Both are cancelled at this function's end.
        async let _ = endWithClient(reader)
        async let _ = endWithServer(reader)
        try await withTaskExecutorPreference(EventLoopTasks(client.channel.eventLoop)) {
            try await writer.write(EventText.opening)
            try await read(feed, reader, after: seen, into: &writer)
        }
    }

    private func endWithClient(_ reader: JobFeed.Reader) async {
        await client.waitForDeparture()
        reader.waker.finish()
    }

    private func endWithServer(_ reader: JobFeed.Reader) async {
        await lifecycle.waitForDrainEnd()
        reader.waker.finish()
    }

    @concurrent
    private func read(
        _ feed: JobFeed,
        _ reader: JobFeed.Reader,
        after seen: EventID?,
        into writer: inout any ResponseBodyWriter
    ) async throws {
        var seen = seen
        var heartbeats = feed.news(after: seen).heartbeats
        for await _ in reader.wakes {
            let news = feed.news(after: seen)
            if var text = news.entries.first?.text(origin: origin), let newest = news.entries.last {
                for entry in news.entries.dropFirst() { text.writeImmutableBuffer(entry.text(origin: origin)) }
                try await writer.write(text)
                seen = newest.id
            }
            if news.isComplete { return }
            if news.entries.isEmpty, news.heartbeats > heartbeats { try await writer.write(EventText.heartbeat) }
            heartbeats = news.heartbeats
        }
    }
}
