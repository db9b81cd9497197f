/// A browser that is signed in: it acts with a key that it never sees.
public struct Session: Sendable, Hashable {
    /// What the browser's cookie holds: 64 hexadecimal digits. Only their hash is stored.
    public let token: String
    public let key: AuthenticatedKey
    public let expires: Timestamp
}

/// A text that signs one browser in, once.
public struct SignInLink: Sendable, Hashable {
    /// 32 hexadecimal digits; only their hash is stored.
    public let token: String
    public let expires: Timestamp
}
