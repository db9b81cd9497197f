/// Who asks a bucket. Its description hides the secrets, so that no log line or error can have them.
public struct S3Credentials: Sendable, Hashable {
    public let accessKeyID: String
    let secretAccessKey: String
    let sessionToken: String?

    /// A session's token is for credentials that end; nil or empty when they do not.
    public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken == "" ? nil : sessionToken
    }
}

extension S3Credentials: CustomStringConvertible, CustomReflectable {
    public var description: String { "credentials (hidden)" }
    /// What `dump` and a struct around it would print.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
