/// Somebody's address that hears when the account's jobs end.
public struct Webhook: Sendable, Hashable {
    public let id: WebhookID
    public let account: AccountID
    public let url: String
    /// As the client named them.
    public let eventTypes: [String]
    /// What deliveries are signed with; ``WebhookSecrets`` changes it.
    public let secret: String
    public let isActive: Bool
    public let created: Timestamp
}

/// One event for one address, and what became of it.
public struct WebhookDelivery: Sendable, Hashable {
    public enum Status: String, Sendable, Codable, CaseIterable {
        case pending, delivered
        /// Tried as often as is allowed.
        case abandoned
    }

    public let id: Int64
    public let account: AccountID
    /// Nil when a request named the address for itself.
    public let webhook: WebhookID?
    public let job: JobID
    public let url: String
    /// Such as `request.completed`.
    public let eventType: String
    public let status: Status
    public let attempts: Int
    public let nextAttempt: Timestamp
    public let created: Timestamp
}

/// One attempt to deliver: a line of the dispatch log.
public struct WebhookAttempt: Sendable, Hashable {
    public let id: Int64
    public let delivery: Int64
    public let job: JobID
    public let url: String
    public let eventType: String
    public let attempted: Timestamp
    /// Nil when no response came.
    public let responseStatus: Int?
    public let error: String?
    public let duration: Duration
}
