/// How much a fetch may cost.
public struct FetchLimits: Sendable, Hashable {
    /// The largest image, in bytes of the file.
    public var bytes: Int
    public var redirects: Int
    /// From the first look-up to the last byte, redirects included.
    public var totalTime: Duration
    /// For a connection to one address, TLS included.
    public var connectTime: Duration
    /// The longest pause between two pieces of an answer.
    public var idleTime: Duration

    public init(
        bytes: Int = 10_000_000,
        redirects: Int = 3,
        totalTime: Duration = .seconds(20),
        connectTime: Duration = .seconds(5),
        idleTime: Duration = .seconds(5)
    ) {
        precondition(bytes > 0 && redirects >= 0, "limits must be positive, got \(bytes) bytes, \(redirects) redirects")
        self.bytes = bytes
        self.redirects = redirects
        self.totalTime = totalTime
        self.connectTime = connectTime
        self.idleTime = idleTime
    }
}

/// An HTTP proxy that all fetches go through, by `CONNECT`, for `http` URLs too.
///
/// Host names are then resolved by the gateway, and keeping them away from private addresses is its duty; addresses
/// written in URLs are still checked here.
public struct EgressGateway: Sendable, Hashable {
    public let host: String
    public let port: Int

    public init(host: String, port: Int) {
        precondition((1...65_535).contains(port) && !host.isEmpty, "not a gateway: '\(host)', port \(port)")
        self.host = host
        self.port = port
    }

    /// Reads `host:port` or `[address]:port`, with or without `http://` before it.
    public init?(_ text: String) {
        var address = text.hasPrefix("http://") ? text.dropFirst(7) : text[...]
        if address.hasSuffix("/") { address = address.dropLast() }
        guard let colon = address.lastIndex(of: ":"),
            let port = Int(address[address.index(after: colon)...]), (1...65_535).contains(port)
        else { return nil }
        var host = address[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !host.contains("/"), !host.contains("@")
        else { return nil }
        self.init(host: String(host), port: port)
    }
}

/// What an operator decides about fetching.
public struct FetchSettings: Sendable {
    public var policy: AddressPolicy
    public var limits: FetchLimits
    public var gateway: EgressGateway?
    /// A PEM file with certificate authorities that are trusted beside the system's.
    public var certificateAuthorities: String?
    public var userAgent: String

    public init(
        policy: AddressPolicy = AddressPolicy(),
        limits: FetchLimits = FetchLimits(),
        gateway: EgressGateway? = nil,
        certificateAuthorities: String? = nil,
        userAgent: String = "yukimi"
    ) {
        self.policy = policy
        self.limits = limits
        self.gateway = gateway
        self.certificateAuthorities = certificateAuthorities
        self.userAgent = userAgent
    }
}
