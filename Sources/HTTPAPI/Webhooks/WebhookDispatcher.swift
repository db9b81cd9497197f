import ImageFetcher
public import JobStore
public import Logging
public import ServiceLifecycle
import Synchronization

/// What an operator decides about sending webhooks.
public struct WebhookSettings: Sendable {
    public var schedule = WebhookSchedule()
    /// How long a receiver may take to answer.
    public var timeout: Duration = .seconds(15)
    /// Attempts at the same time.
    public var concurrent = 32
    /// Attempts for one account at the same time: its dead receiver keeps nobody else waiting.
    public var concurrentPerAccount = 8
    /// How often is looked for what is due.
    public var pollInterval: Duration = .milliseconds(200)

    public init() {}

    /// Attempts end long before; what is left is for the database.
    var lease: Duration { timeout + .seconds(15) }
}

/// Tells webhooks what became of requests. Several may run on the same folder: deliveries are leased.
///
/// 1. takes what is due (``WebhookQueue``);
/// 2. writes the message, signs it (``WebhookMessage``) and posts it (``WebhookSender``);
/// 3. records how that went: delivered, tried again after a pause (``WebhookSchedule``), or given up.
public struct WebhookDispatcher: Service {
    /// Posts a document and says with which status the receiver answered.
    public typealias Post =
        @Sendable (_ json: [UInt8], _ headers: [(name: String, value: String)], _ url: String) async throws -> Int

    private let store: Store
    private let settings: WebhookSettings
    private let origin: @Sendable () -> PublicOrigin
    private let chance: @Sendable () -> Double
    private let post: Post
    private let logger: Logger
    private let flights = Flights()
    private let metrics = WebhookMetrics()

    /// URLs in messages begin with `origin`; `chance` draws from 0 up to 1, for the pauses.
    public init(
        store: Store,
        settings: WebhookSettings = WebhookSettings(),
        origin: @escaping @Sendable () -> PublicOrigin,
        chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) },
        post: @escaping Post,
        logger: Logger
    ) {
        self.store = store
        self.settings = settings
        self.origin = origin
        self.chance = chance
        self.post = post
        self.logger = logger
    }

    /// Runs until a graceful shutdown, which lets attempts end that have begun.
    public func run() async throws {
        await withDiscardingTaskGroup { group in
            while !Task.isShuttingDownGracefully && !Task.isCancelled {
                for claimed in await take() { group.addTask { await attempt(claimed) } }
                try? await cancelWhenGracefulShutdown { try await Task.sleep(for: settings.pollInterval) }
            }
        }
    }

    /// One round: attempts what is due, and returns when that has ended.
    public func dispatch() async {
        await withDiscardingTaskGroup { group in
            for claimed in await take() { group.addTask { await attempt(claimed) } }
        }
    }

    private func take() async -> [ClaimedDelivery] {
        let free = settings.concurrent - flights.count
        guard free > 0 else { return [] }
        do {
            let (claimed, abandoned) = try await store.webhookQueue.claim(
                limit: free,
                limitPerAccount: settings.concurrentPerAccount,
                lease: settings.lease,
                attempts: settings.schedule.attempts
            )
            flights.change(by: claimed.count)
            for delivery in abandoned {
                metrics.gaveUp()
                logger.warning(
                    "a webhook is given up: its last attempt was lost with its server",
                    metadata: ["delivery": "\(delivery.id)", "attempts": "\(delivery.attempts)"]
                )
            }
            return claimed
        } catch {
            logger.warning("webhooks could not be looked at", metadata: ["error": "\(error)"])
            return []
        }
    }

    private func attempt(_ claimed: ClaimedDelivery) async {
        defer { flights.change(by: -1) }
        let begin = ContinuousClock.now
        let outcome = await outcome(of: claimed)
        let took = ContinuousClock.now - begin
        do {
            let status = try await store.webhookQueue.end(
                claimed,
                outcome,
                took: took,
                schedule: settings.schedule,
                chance: chance()
            )
            metrics.attempted(status, took: took)
            logger.log(
                level: status == .abandoned ? .warning : .debug,
                "webhook attempted",
                metadata: [
                    "delivery": "\(claimed.delivery.id)", "attempt": "\(claimed.number)", "outcome": "\(outcome)",
                    "status": "\(status.map(\.rawValue) ?? "lost")",
                ]
            )
        } catch {
            // The lease runs out, and the event is sent again: receivers know it by its id.
            logger.error("a webhook attempt could not be recorded", metadata: ["error": "\(error)"])
        }
    }

    private func outcome(of claimed: ClaimedDelivery) async -> WebhookOutcome {
        let delivery = claimed.delivery
        do {
            guard let job = try await store.jobs.job(delivery.job) else {
                return .failed("the request \(delivery.job) is not stored any more")
            }
            let message = WebhookMessage(
                delivery,
                about: job,
                balance: try await store.credits.balance(of: claimed.account),
                origin: origin(),
                at: store.clock.now
            )
            let headers = message.headers(secrets: claimed.secrets)
            return .answered(status: try await post(message.body, headers, delivery.url))
        } catch let error as ImageFetchError {
            return .failed(error.reason)
        } catch {
            logger.error("a webhook could not be sent", metadata: ["error": "\(error)"])
            return .failed("a fault of the service")
        }
    }
}

/// How many attempts are under way.
private final class Flights: Sendable {
    private let number = Atomic(0)

    var count: Int { number.load(ordering: .relaxed) }
    func change(by difference: Int) { number.wrappingAdd(difference, ordering: .relaxed) }
}
