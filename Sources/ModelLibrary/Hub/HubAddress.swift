import Foundation

/// An http or https URL of the hub or of where it redirects.
struct HubAddress: Sendable, Hashable {
    let url: URL
    let scheme: String
    private let host: String
    private let port: Int

    /// - Throws: `HubFailure` for what is no such URL.
    init(_ text: String, relativeTo base: URL? = nil) throws {
        guard let url = URL(string: text, relativeTo: base)?.absoluteURL, let host = url.host(), !host.isEmpty,
            let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme)
        else { throw HubFailure.permanent(.badAnswer, text, "it is no http or https URL") }
        (self.url, self.scheme, self.host) = (url, scheme, host.lowercased())
        port = url.port ?? (scheme == "https" ? 443 : 80)
    }

    /// The address without what a query may hold: signatures give access to whoever reads them.
    var visibleText: String { String(url.absoluteString.prefix { $0 != "?" }) }

    /// Whether both are of one server, which alone may see the token.
    func isSameOrigin(as other: HubAddress) -> Bool {
        (scheme, host, port) == (other.scheme, other.host, other.port)
    }
}
