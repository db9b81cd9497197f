/// Why an image could not be fetched, in words for the person who sent its URL.
public struct ImageFetchError: Error, Sendable, Hashable {
    public enum Code: String, Sendable, CaseIterable {
        /// The text is not a URL of the kinds that are fetched, or its host is written in an ambiguous way.
        case invalidURL = "invalid_url"
        /// Neither `http`, `https` nor `data`.
        case unsupportedScheme = "unsupported_scheme"
        /// A `data:` URI that is not an image in strict base64.
        case invalidDataURI = "invalid_data_uri"
        /// The host is, or resolves to, an address that the server must not connect to.
        case refusedAddress = "refused_address"
        /// The host's name has no address.
        case unresolvableName = "unresolvable_name"
        /// No connection, or one that broke.
        case connectionFailed = "connection_failed"
        /// The other side could not prove to be the host named in the URL.
        case tlsFailed = "tls_failed"
        /// Connecting, a pause, or the whole transfer took too long.
        case timedOut = "timed_out"
        /// The answer is not 200, is compressed, or is not HTTP.
        case badAnswer = "bad_answer"
        /// More redirects than allowed, or one that may not be followed.
        case badRedirect = "bad_redirect"
        /// More bytes than allowed.
        case tooLarge = "too_large"
        /// The operator's egress gateway does not answer: a fault of ours.
        case upstreamUnavailable = "upstream_unavailable"
    }

    public let code: Code
    /// The URL as it was sent, shortened and without control characters, so that it is safe in messages and logs.
    public let url: String
    /// A clause with a subject, such as `its host '0x7f.1' is not …`.
    public let reason: String

    init(_ code: Code, url: String, _ reason: String) {
        self.code = code
        self.url = Self.shortened(url)
        self.reason = reason
    }

    /// Whether another URL would have helped; false means that the server's own surroundings are broken.
    public var isClientFault: Bool { code != .upstreamUnavailable }

    /// At most 120 characters and nothing of a `data:` URI's content.
    static func shortened(_ url: String) -> String {
        let isData = url.prefix(5).lowercased() == "data:"
        let visible = isData ? url.prefix(60).prefix { $0 != "," } : url.prefix(120)
        let isCut = visible.utf8.count < url.utf8.count
        let safe = visible.unicodeScalars.map { $0.properties.generalCategory.isUnsafe ? "\u{FFFD}" : $0 }
        return String(String.UnicodeScalarView(safe)) + (isCut ? "…" : "")
    }
}

extension ImageFetchError: CustomStringConvertible {
    public var description: String { "\(url) cannot be fetched: \(reason)" }
}

extension Unicode.GeneralCategory {
    /// Characters that would end a line, steer a terminal or turn the direction of the text around them.
    fileprivate var isUnsafe: Bool {
        switch self {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
