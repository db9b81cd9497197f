/// Why bytes could not be stored, read or deleted.
public struct ObjectStorageError: Error, Sendable, Hashable {
    public enum Code: Sendable, Hashable {
        /// There is no such key.
        case notFound
        /// It will not work until an operator changes something: permissions, credentials, a bucket's name, a clock.
        case refused
        /// It did not answer in time or broke; a later attempt may succeed.
        case unavailable
        /// What was stored is not what comes back.
        case corrupt
    }

    public let code: Code
    /// What happened, where, and what to do.
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension ObjectStorageError: CustomStringConvertible {
    public var description: String { message }
}
