/// Why a tokeniser could not be read, or a prompt could not be encoded.
public struct TokenizerError: Error, Sendable, Hashable {
    public enum Code: String, Sendable, CaseIterable {
        /// The file is missing or cannot be read.
        case unreadable
        /// The file is not JSON, or lacks something that every tokeniser has.
        case malformed
        /// The file asks for something that this reader does not do; the reason names it.
        case unsupported
        /// A prompt has another number of places for images than there are images.
        case placeholderMismatch
    }

    public let code: Code
    /// The file's path, or what else was read.
    public let source: String
    /// A clause with a subject, such as `the normalizer is "NFKC", and only …`.
    public let reason: String

    init(_ code: Code, in source: String, _ reason: String) {
        (self.code, self.source, self.reason) = (code, source, reason)
    }
}

extension TokenizerError: CustomStringConvertible {
    public var description: String { "\(source): \(reason)" }
}
