/// Which addresses the server may connect to on a client's behalf: public ones, and what the operator lists.
///
/// Without this a client could read, through us, what only our own network may read: a cloud's metadata service, a
/// database's status page, a router.
public struct AddressPolicy: Sendable {
    /// Blocks that are reachable although they are not public, such as a company's own image store.
    public let exceptions: [AddressBlock]

    public init(allowing exceptions: [AddressBlock] = []) { self.exceptions = exceptions }

    /// Why an address is refused, as what it is ("a private address"); nil when it may be connected to.
    ///
    /// An IPv6 address that stands for an IPv4 one is allowed only when an exception lists the former and the latter
    /// is allowed too: a NAT64 router would otherwise carry `64:ff9b::7f00:1` to 127.0.0.1.
    public func refusal(of address: IPAddress) -> String? {
        if exceptions.contains(where: { $0.contains(address) }) {
            return address.embeddedIPv4.flatMap { refusal(of: .v4($0)) }
        }
        if let special = Self.specialBlocks.first(where: { $0.block.contains(address) }) { return special.kind }
        if case .v6 = address, !Self.globalUnicast.contains(address) { return "not a public address" }
        return nil
    }

    /// All of IPv6 that is handed out to anyone; the rest is special or not in use.
    private static let globalUnicast: AddressBlock = "2000::/3"

    /// IANA's registries of special-purpose addresses (RFC 6890 and its updates), and the metadata services of clouds
    /// that live outside of these. The first match names the kind, so the narrow blocks come first.
    private static let specialBlocks: [(block: AddressBlock, kind: String)] = [
        ("169.254.169.254/32", "a cloud metadata address"),
        ("100.100.100.200/32", "a cloud metadata address"),
        ("168.63.129.16/32", "a cloud metadata address"),
        ("192.0.0.192/32", "a cloud metadata address"),
        ("0.0.0.0/8", "an unspecified address"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "a carrier's shared address"),
        ("127.0.0.0/8", "a loopback address"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a protocol assignment"),
        ("192.0.2.0/24", "a documentation address"),
        ("192.88.99.0/24", "a 6to4 relay address"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "a benchmarking address"),
        ("198.51.100.0/24", "a documentation address"),
        ("203.0.113.0/24", "a documentation address"),
        ("224.0.0.0/4", "a multicast address"),
        ("255.255.255.255/32", "a broadcast address"),
        ("240.0.0.0/4", "a reserved address"),
        ("::/128", "an unspecified address"),
        ("::1/128", "a loopback address"),
        ("::ffff:0:0/96", "an IPv4 address written as IPv6"),
        ("::/96", "an IPv4 address written as IPv6"),
        ("64:ff9b::/96", "a NAT64 address"),
        ("64:ff9b:1::/48", "a NAT64 address"),
        ("100::/64", "a discard address"),
        ("2001::/32", "a Teredo address"),
        ("2001::/23", "a protocol assignment"),
        ("2001:db8::/32", "a documentation address"),
        ("2002::/16", "a 6to4 address"),
        ("3fff::/20", "a documentation address"),
        ("fd00:ec2::254/128", "a cloud metadata address"),
        ("fd20:ce::254/128", "a cloud metadata address"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a site-local address"),
        ("ff00::/8", "a multicast address"),
    ]
}
