import Dispatch
import Foundation
import Synchronization

/// Tells other processes what was committed.
///
/// By a connection of its own, after the commit: a transaction that itself says `NOTIFY` takes a lock for its commit that
/// lets no other such transaction commit beside it, and would cost the queue its speed. News that come while others are sent
/// go together. If this process dies in between they are lost: whoever listens also looks now and then without them. For the
/// same reason its commits do not wait for the disk, where they would keep those waiting that must.
final class PostgresNotifier: Sendable {
    private let line = PostgresNewsLine()
    private let url: String
    private let limits: PostgresLimits

    init(url: String, limits: PostgresLimits) {
        self.url = url
        self.limits = limits
    }

    deinit { line.close() }

    func tell(_ news: Set<StoreNews>) {
        guard !news.isEmpty, line.add(news) else { return }
        let thread = Thread { [line, url, limits] in
            var limits = limits
            limits.waitsForDisk = false
            let seat = PostgresSeat(url: url, limits: limits)
            while let news = line.next() {
                // News that cannot be told are no reason to fail anything.
                try? seat.look { db in
                    for payload in PostgresNews.payloads(news) {
                        try db.forEach("SELECT pg_notify('\(PostgresNews.channel)', ?)", [payload]) { _ in true }
                    }
                }
                usleep(PostgresNews.pauseInMicroseconds)
            }
        }
        thread.name = "postgres-notify"
        thread.start()
    }
}

/// How news are written: job ids, and the word `queued`, with commas.
enum PostgresNews {
    static let channel = "yukimi_jobs"

    /// Between two messages: each is a transaction, and all processes' go one after another.
    static let pauseInMicroseconds: UInt32 = 10_000

    /// A message has less than 8,000 bytes.
    private static let itemLimit = 200

    static func payloads(_ news: Set<StoreNews>) -> [String] {
        let items = news.map { item in
            switch item {
            case .queued: "queued"
            case .changed(let job): job.rawValue
            }
        }
        return stride(from: 0, to: items.count, by: itemLimit).map { start in
            items[start..<min(start + itemLimit, items.count)].joined(separator: ",")
        }
    }

    static func parse(_ payload: String) -> Set<StoreNews> {
        Set(
            payload.split(separator: ",").compactMap { item in
                item == "queued" ? .queued : JobID(String(item)).map(StoreNews.changed)
            }
        )
    }
}

private final class PostgresNewsLine: Sendable {
    private struct State {
        var news: Set<StoreNews> = []
        var hasThread = false
        var isClosed = false
    }

    private let state = Mutex(State())
    private let arrivals = DispatchSemaphore(value: 0)

    /// Whether a thread must begin.
    func add(_ news: Set<StoreNews>) -> Bool {
        let (isFirst, needsThread) = state.withLock { state in
            let isFirst = state.news.isEmpty
            state.news.formUnion(news)
            defer { state.hasThread = true }
            return (isFirst, !state.hasThread)
        }
        if isFirst { arrivals.signal() }
        return needsThread
    }

    /// Everything that came since the last call, when there is something; nil when nothing will come any more.
    func next() -> Set<StoreNews>? {
        arrivals.wait()
        return state.withLock { state in
            if state.news.isEmpty && state.isClosed { return nil }
            defer { state.news = [] }
            return state.news
        }
    }

    func close() {
        state.withLock { $0.isClosed = true }
        arrivals.signal()
    }
}
