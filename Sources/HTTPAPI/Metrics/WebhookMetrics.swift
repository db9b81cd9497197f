import JobStore
import Metrics

/// Counts attempts to tell a webhook: `delivered`, `failed` (it is tried again), `abandoned` (it is not), or `lost` (another
/// server has taken it over).
struct WebhookMetrics: Sendable {
    private let duration = Timer(label: "yukimi_webhook_attempt_duration")

    func attempted(_ status: WebhookDelivery.Status?, took time: Duration) {
        let outcome =
            switch status {
            case .delivered: "delivered"
            case .pending: "failed"
            case .abandoned: "abandoned"
            case nil: "lost"
            }
        count(outcome)
        duration.record(duration: time)
    }

    /// Nobody knows how long the last attempt took, or how it went.
    func gaveUp() { count("abandoned") }

    private func count(_ outcome: String) {
        Counter(label: "yukimi_webhook_attempts", dimensions: [("outcome", outcome)]).increment()
    }
}
