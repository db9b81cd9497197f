public import GenerationTypes
public import JobStore

/// What the store says at the moment of a scrape. Every server of a store says the same: take `max`, not `sum`, over them.
public struct StoreMetrics: Sendable {
    private let store: Store
    /// Models that are served: they are named with zeros while they have no jobs, so that rules have something to look at.
    private let models: [ServedModel]

    public init(store: Store, models: [ServedModel]) {
        self.store = store
        self.models = models
    }

    /// From now on what moves in the ledger is counted.
    public func begin() async throws { _ = try await store.figures.movements() }

    /// Adds the lines. A database that does not answer is said by `yukimi_store_up`, and the rest of the scrape goes on.
    public func write(into text: inout MetricText) async {
        do {
            let (backlog, movements) = (try await store.figures.backlog(), try await store.figures.movements())
            text.gauge("yukimi_store_up", [], 1)
            write(backlog, into: &text)
            write(movements, into: &text)
        } catch {
            text.gauge("yukimi_store_up", [], 0)
        }
        if let use = store.figures.connections {
            text.gauge("yukimi_store_connections", [("state", "busy")], Double(use.busy))
            text.gauge("yukimi_store_connections", [("state", "idle")], Double(use.idle))
            text.gauge("yukimi_store_connections_limit", [], Double(use.limit))
            text.gauge("yukimi_store_connection_waiters", [], Double(use.waiting))
        }
    }

    private func write(_ backlog: [StoreFigures.Backlog], into text: inout MetricText) {
        let idle = models.filter { model in
            !backlog.contains { ($0.model, $0.engine) == (model.slug, model.engine) }
        }
        let rows =
            backlog.map { (Self.dimensions($0.model, $0.engine), $0.queued, $0.running, $0.oldestAge / .seconds(1)) }
            + idle.map { (Self.dimensions($0.slug, $0.engine), 0, 0, 0) }
        for (dimensions, queued, _, _) in rows { text.gauge("yukimi_queue_depth", dimensions, Double(queued)) }
        for (dimensions, _, running, _) in rows { text.gauge("yukimi_jobs_running", dimensions, Double(running)) }
        for (dimensions, _, _, age) in rows { text.gauge("yukimi_queue_oldest_age_seconds", dimensions, age) }
    }

    private static func dimensions(_ model: String, _ engine: String) -> [(String, String)] {
        [("model", model), ("engine", engine)]
    }

    private static let books: [(CreditEntry.Kind, String)] = [
        (.grant, "granted"), (.reserve, "reserved"), (.capture, "captured"), (.release, "released"),
    ]

    private func write(_ movements: [CreditEntry.Kind: MicroDollars], into text: inout MetricText) {
        for (kind, word) in Self.books {
            text.counter("yukimi_credits_\(word)_microdollars_total", Double(movements[kind]?.rawValue ?? 0))
        }
    }
}
