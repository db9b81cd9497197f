import HTTPTypes
import Hummingbird
import ImageFetcher
import NIOCore

/// Finds out where the client reaches this server, since it follows the absolute URLs in our answers.
struct OriginResolver: Sendable {
    let publicOrigin: PublicOrigin?
    let trustedProxies: [AddressBlock]

    /// - Throws: ``APIError`` 400 when the request names no usable host.
    func origin(of request: Request, _ context: APIContext) throws -> PublicOrigin {
        if let publicOrigin { return publicOrigin }
        let isFromProxy = trustedProxies.isEmpty ? false : isTrusted(context.channel.remoteAddress)
        let forwardedHost = isFromProxy ? firstItem(request.headers[.forwardedHost]) : nil
        let forwardedScheme = isFromProxy ? firstItem(request.headers[.forwardedProtocol]) : nil
        let scheme = forwardedScheme?.lowercased() ?? "http"
        let host = forwardedHost ?? request.head.authority ?? ""
        guard let origin = PublicOrigin(scheme: scheme, authority: host) else {
            throw APIError.badRequest("the Host header \(JSONValue.string(host).excerpt) is not a host name")
        }
        return origin
    }

    /// The first of a chain of proxies is the one that the client spoke to.
    private func firstItem(_ field: String?) -> String? {
        guard let item = field?.split(separator: ",").first else { return nil }
        return String(String(item).trimmingSpaces)
    }

    private func isTrusted(_ address: SocketAddress?) -> Bool {
        guard let text = address?.ipAddress else { return false }
        // A socket that listens for both families shows IPv4 clients in IPv6 spelling.
        let plain = text.lowercased().hasPrefix("::ffff:") ? String(text.dropFirst(7)) : text
        guard let address = IPAddress(plain) else { return false }
        return trustedProxies.contains { $0.contains(address) }
    }
}
