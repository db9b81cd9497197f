/// What a key allows.
public enum KeyScope: String, Sendable, Codable, CaseIterable {
    /// Sending requests that cost money, and uploads.
    case generate
    /// Reading results, history and credits.
    case read
    /// Changing webhooks, and the operator's page for the key's own account.
    case admin
    /// The operator's page for every account: for whoever runs the server.
    case `operator`
}

/// How often a key may be used.
public struct RateLimit: Sendable, Hashable, Codable {
    /// Requests that become possible again each minute.
    public let requestsPerMinute: Int
    /// Requests that may come at once.
    public let burst: Int

    public init(requestsPerMinute: Int, burst: Int) {
        precondition(
            requestsPerMinute > 0 && burst > 0,
            "a rate limit is positive, got \(requestsPerMinute) a minute, burst \(burst)"
        )
        self.requestsPerMinute = requestsPerMinute
        self.burst = burst
    }
}

/// What is kept about a key: everything but its text.
public struct APIKey: Sendable, Hashable, Codable {
    public let id: KeyID
    public let account: AccountID
    public let name: String
    /// The first characters of the text, for recognising it: `SG_1a2b`.
    public let hint: String
    public let scopes: Set<KeyScope>
    /// Nil: the server's default.
    public let rateLimit: RateLimit?
    /// Jobs of keys with a higher one come first, -100 to 100: operators decide.
    public let priority: Int
    public let created: Timestamp
    public let expires: Timestamp?
    public let revoked: Timestamp?
    /// Right to the minute.
    public let lastUsed: Timestamp?
}

/// A new key: the only moment at which its text can be read.
public struct IssuedKey: Sendable {
    public let text: String
    public let key: APIKey
}

/// Who sent a request, as far as the key tells.
public struct AuthenticatedKey: Sendable, Hashable {
    public let id: KeyID
    public let account: AccountID
    public let name: String
    public let scopes: Set<KeyScope>
    /// Nil: the server's default.
    public let rateLimit: RateLimit?
    public let priority: Int
}
