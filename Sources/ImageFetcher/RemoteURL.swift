/// An `http` or `https` URL whose parts can be read in one way only.
///
/// Parsers disagree about odd spellings of hosts, and a check that reads another host than the connection does is no
/// check. So a URL is taken apart here, everything ambiguous is refused with its reason, and what goes on from here is
/// written anew from the parts.
public struct RemoteURL: Sendable, Hashable {
    public enum Scheme: String, Sendable {
        case http, https

        var defaultPort: Int { self == .http ? 80 : 443 }
    }

    public enum Host: Sendable, Hashable {
        /// In lower case.
        case name(String)
        case address(IPAddress)
    }

    public let scheme: Scheme
    public let host: Host
    public let port: Int
    /// Path and query, percent-encoded, starting with `/`.
    public let target: String

    static let lengthLimit = 8_192

    /// - Throws: ``ImageFetchError`` that says what is wrong.
    public init(parsing text: String) throws {
        do {
            try self.init(parts: text)
        } catch let failure {
            throw ImageFetchError(failure.code, url: text, failure.reason)
        }
    }

    init(parts text: String) throws(FetchFailure) {
        try Self.checkCharacters(of: text)
        guard let colon = text.firstIndex(of: ":"), let scheme = Scheme(rawValue: text[..<colon].lowercased()) else {
            throw FetchFailure(.unsupportedScheme, "it does not begin with https://, http:// or data:image/")
        }
        let afterScheme = text[text.index(after: colon)...]
        guard afterScheme.hasPrefix("//") else {
            throw FetchFailure(.invalidURL, "it has no // after '\(scheme.rawValue):'")
        }
        let rest = afterScheme.dropFirst(2)
        let authorityEnd = rest.firstIndex(where: { "/?#".contains($0) }) ?? rest.endIndex
        let (host, port) = try Self.hostAndPort(of: rest[..<authorityEnd])
        self.scheme = scheme
        self.host = host
        self.port = port ?? scheme.defaultPort
        self.target = Self.encodedTarget(rest[authorityEnd...])
    }

    init(scheme: Scheme, host: Host, port: Int, target: String) {
        (self.scheme, self.host, self.port, self.target) = (scheme, host, port, target)
    }

    /// The host as it stands in a URL and in a `Host` header, without the port.
    var hostText: String {
        switch host {
        case .name(let name): name
        case .address(.v4(let bits)): IPAddress.v4(bits).description
        case .address(.v6(let bits)): "[\(IPAddress.v6(bits))]"
        }
    }

    /// Scheme, host and, where it is not the scheme's own, port.
    var origin: String {
        "\(scheme.rawValue)://\(hostText)" + (port == scheme.defaultPort ? "" : ":\(port)")
    }

    private static func checkCharacters(of text: String) throws(FetchFailure) {
        guard !text.isEmpty else { throw FetchFailure(.invalidURL, "it is empty") }
        guard text.utf8.count <= lengthLimit else {
            throw FetchFailure(.invalidURL, "it is longer than \(lengthLimit) bytes")
        }
        guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw FetchFailure(.invalidURL, "it contains a control character")
        }
        guard text.first != " ", text.last != " " else {
            throw FetchFailure(.invalidURL, "it begins or ends with a space")
        }
    }

    /// Path and query without the fragment; whatever RFC 3986 does not allow there is percent-encoded, as browsers do.
    private static func encodedTarget(_ text: Substring) -> String {
        let target = text.prefix { $0 != "#" }
        let encoded = PercentEncoding.encodedPathAndQuery(target)
        return encoded.hasPrefix("/") ? encoded : "/" + encoded
    }
}

extension RemoteURL: CustomStringConvertible {
    public var description: String { origin + target }
}
