/// Whoever pays: keys, jobs, uploads and webhooks belong to one account.
public struct Account: Sendable, Hashable, Codable {
    public let id: AccountID
    /// Unique, 1 to 100 characters.
    public let name: String
    public let created: Timestamp
}
