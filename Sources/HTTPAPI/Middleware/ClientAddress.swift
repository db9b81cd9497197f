import HTTPTypes
import Hummingbird
import ImageFetcher
import NIOCore

/// Where a request comes from, as far as it can be trusted: the connection's other end, or, when that is a trusted proxy,
/// whom the proxy names.
struct ClientAddress: Sendable, Hashable {
    /// IPv6 clients have a network of 2⁶⁴ addresses each, and are known by it.
    let network: IPAddress

    /// The client of the request that the current task answers; nil, in tests, for one without a connection.
    @TaskLocal static var current: ClientAddress?

    init(_ address: IPAddress) {
        switch address {
        case .v4: network = address
        case .v6(let bits): network = .v6((bits >> 64) << 64)
        }
    }

    /// `forwarded` are the fields `X-Forwarded-For`, to which every proxy adds whom it spoke to: from the end on, what
    /// trusted proxies wrote is true, and the first address that is not one of theirs is the client.
    init?(peer: SocketAddress?, forwarded: [String], trustedProxies: [AddressBlock]) {
        guard let text = peer?.ipAddress, let peer = IPAddress(mappable: text) else { return nil }
        var address = peer
        var chain = forwarded.flatMap { $0.split(separator: ",") }
        while trustedProxies.contains(where: { $0.contains(address) }), let last = chain.popLast(),
            let next = IPAddress(mappable: String(String(last).trimmingSpaces))
        {
            address = next
        }
        self.init(address)
    }
}

extension IPAddress {
    /// A socket that listens for both families shows IPv4 clients in IPv6 spelling.
    init?(mappable text: String) {
        self.init(text.lowercased().hasPrefix("::ffff:") && text.contains(".") ? String(text.dropFirst(7)) : text)
    }
}

/// Tells everything that answers a request whom it is for.
struct ClientAddressMiddleware: RouterMiddleware {
    let trustedProxies: [AddressBlock]

    @concurrent
    func handle(
        _ request: Request,
        context: APIContext,
        next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        let address = ClientAddress(
            peer: context.channel.remoteAddress,
            forwarded: trustedProxies.isEmpty ? [] : request.headers[values: .forwardedFor],
            trustedProxies: trustedProxies
        )
        return try await ClientAddress.$current.withValue(address) { try await next(request, context) }
    }
}

extension HTTPField.Name {
    fileprivate static let forwardedFor = HTTPField.Name(known: "x-forwarded-for")
}
