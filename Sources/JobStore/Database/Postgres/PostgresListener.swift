import Foundation
import Synchronization

/// Hears what other processes tell, from when somebody first wants to know. Its thread has a connection of its own and makes
/// it again when it breaks.
final class PostgresListener: Sendable {
    private let ears = PostgresEars()
    private let url: String
    private let limits: PostgresLimits

    init(url: String, limits: PostgresLimits) {
        self.url = url
        self.limits = limits
    }

    deinit { ears.close() }

    /// An element for each time that jobs came.
    func arrivals() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = ears.addArrivals(continuation)
        continuation.onTermination = { [ears] _ in ears.remove(number) }
        beginThread()
        return stream
    }

    /// A new place where the jobs that change are noted.
    func addFeed() -> Int { ears.addFeed() }

    func removeFeed(_ number: Int) { ears.remove(number) }

    /// What was noted there since the last call.
    func changes(at number: Int) -> JobChanges {
        beginThread()
        return ears.takeChanges(at: number, doubt: limits.doubt)
    }

    private func beginThread() {
        guard ears.claimThread() else { return }
        let thread = Thread { [ears, url, limits] in
            while !ears.isClosed {
                if let connection = try? PostgresConnection(url: url, limits: limits) {
                    try? Self.listen(connection, ears)
                    ears.stopListening()
                }
                // A server that is not there is asked again.
                if !ears.isClosed { usleep(500_000) }
            }
        }
        thread.name = "postgres-listen"
        thread.start()
    }

    private static func listen(_ connection: PostgresConnection, _ ears: PostgresEars) throws {
        try connection.script("LISTEN \(PostgresNews.channel)")
        ears.beginListening()
        var lastWord = ContinuousClock.now
        while !ears.isClosed {
            let payloads = try connection.link.notifications(within: .milliseconds(250))
            if !payloads.isEmpty { ears.hear(payloads.map(PostgresNews.parse).reduce([]) { $0.union($1) }) }
            // A silent connection may be one that something between has forgotten.
            if ContinuousClock.now - lastWord > .seconds(20) {
                try connection.link.execute("SELECT 1", within: .seconds(5))
                lastWord = .now
            }
        }
    }
}

/// The watcher's place at the listener.
final class PostgresChangeFeed: ChangeFeed {
    private let listener: PostgresListener
    private let number: Int

    init(listener: PostgresListener) {
        self.listener = listener
        number = listener.addFeed()
    }

    deinit { listener.removeFeed(number) }

    func changes() -> JobChanges { listener.changes(at: number) }
}

/// What was heard, for each who wants to know.
private final class PostgresEars: Sendable {
    private struct Feed {
        var changes = JobChanges.unknown
        var lastDoubt = ContinuousClock.now
    }

    private struct State {
        var feeds: [Int: Feed] = [:]
        var arrivals: [Int: AsyncStream<Void>.Continuation] = [:]
        var nextNumber = 0
        var hasThread = false
        var isListening = false
        var isClosed = false

        mutating func newNumber() -> Int {
            nextNumber += 1
            return nextNumber
        }

        mutating func doubtAll() { for number in feeds.keys { feeds[number]?.changes = .unknown } }
    }

    private let state = Mutex(State())

    var isClosed: Bool { state.withLock { $0.isClosed } }

    func claimThread() -> Bool {
        state.withLock { state in
            defer { state.hasThread = true }
            return !state.hasThread
        }
    }

    func addArrivals(_ continuation: AsyncStream<Void>.Continuation) -> Int {
        state.withLock { state in
            let number = state.newNumber()
            state.arrivals[number] = continuation
            return number
        }
    }

    func addFeed() -> Int {
        state.withLock { state in
            let number = state.newNumber()
            state.feeds[number] = Feed()
            return number
        }
    }

    func remove(_ number: Int) {
        state.withLock { state in
            state.feeds[number] = nil
            state.arrivals[number] = nil
        }
    }

    /// Until somebody listens, and now and then in any case, everything may have changed.
    func takeChanges(at number: Int, doubt: Duration) -> JobChanges {
        state.withLock { state in
            guard state.isListening, let feed = state.feeds[number] else { return .unknown }
            let now = ContinuousClock.now
            if now - feed.lastDoubt > doubt {
                state.feeds[number] = Feed(changes: .nothing, lastDoubt: now)
                return .unknown
            }
            state.feeds[number]?.changes = .nothing
            return feed.changes
        }
    }

    func beginListening() {
        let arrivals = state.withLock { state in
            state.isListening = true
            state.doubtAll()
            return Array(state.arrivals.values)
        }
        for continuation in arrivals { continuation.yield() }
    }

    func stopListening() { state.withLock { $0.isListening = false } }

    func hear(_ news: Set<StoreNews>) {
        let jobs = Set(
            news.compactMap { item in
                if case .changed(let job) = item { job } else { nil }
            }
        )
        let arrivals = state.withLock { state in
            for number in state.feeds.keys {
                let known = state.feeds[number]?.changes ?? .unknown
                state.feeds[number]?.changes = known.joined(with: .these(jobs))
            }
            return news.contains(.queued) ? Array(state.arrivals.values) : []
        }
        for continuation in arrivals { continuation.yield() }
    }

    func close() {
        let arrivals = state.withLock { state in
            state.isClosed = true
            return Array(state.arrivals.values)
        }
        for continuation in arrivals { continuation.finish() }
    }
}
