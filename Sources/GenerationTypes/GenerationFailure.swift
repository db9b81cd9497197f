/// Why a request did not become an image, in words for the person who sent it.
public struct GenerationFailure: Error, Sendable, Codable, Hashable {
    public enum Code: String, Sendable, Codable, CaseIterable {
        /// An input image cannot be decoded.
        case invalidImage = "invalid_image"
        /// The prompt asks for nothing that the engine can do.
        case unsupportedPrompt = "unsupported_prompt"
        /// The client, or an operator, asked for it to stop.
        case cancelled
        /// The client's deadline passed first.
        case deadlineExceeded = "deadline_exceeded"
        /// A server that the engine depends on did not answer properly.
        case upstreamUnavailable = "upstream_unavailable"
        /// The engine broke: a fault of ours.
        case engineFailed = "engine_failed"
        /// Making it takes more memory than a worker may use.
        case outOfMemory = "out_of_memory"
        /// Its worker was lost, more often than is allowed.
        case attemptsExhausted = "attempts_exhausted"

        /// Whether another attempt at the same request may end differently.
        public var isRetryable: Bool {
            switch self {
            // Another worker may have more memory, or this one when it begins anew.
            case .upstreamUnavailable, .engineFailed, .outOfMemory: true
            case .invalidImage, .unsupportedPrompt, .cancelled, .deadlineExceeded, .attemptsExhausted: false
            }
        }
    }

    public let code: Code
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension GenerationFailure: CustomStringConvertible {
    public var description: String { "\(code.rawValue): \(message)" }
}
