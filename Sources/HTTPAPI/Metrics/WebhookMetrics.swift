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
        Counter(label: "yukimi_webhook_attempts", dimensions: [("outcome", outcome)]).increment()
        duration.record(duration: time)
    }
}
