#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Turns host names into addresses.
public struct NameResolver: Sendable {
    /// All addresses of a name, best first; empty when it has none.
    let addresses: @Sendable (_ name: String) async throws -> [IPAddress]

    /// A resolver that answers as the closure does: for tests, and for names that an operator keeps in a table.
    public init(addresses: @escaping @Sendable (_ name: String) async throws -> [IPAddress]) {
        self.addresses = addresses
    }

    /// The system's resolver. `getaddrinfo` blocks its thread for as long as a name server likes, so it has threads of
    /// its own, and whoever waits can stop waiting.
    static func system(on threads: BlockingThreads) -> NameResolver {
        NameResolver { name in try await threads.run { lookUp(name) } }
    }

    private static func lookUp(_ name: String) -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = SOCK_STREAM
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        var found: [IPAddress] = []
        var entry = list
        while let info = entry?.pointee {
            if let address = IPAddress(info), !found.contains(address) { found.append(address) }
            entry = info.ai_next
        }
        return found
    }
}

extension IPAddress {
    fileprivate init?(_ info: addrinfo) {
        let address = UnsafeRawPointer(info.ai_addr)
        switch info.ai_family {
        case AF_INET:
            guard let address else { return nil }
            self = .v4(UInt32(bigEndian: address.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr))
        case AF_INET6:
            guard let address else { return nil }
            self.init(address.loadUnaligned(as: sockaddr_in6.self).sin6_addr)
        default:
            return nil
        }
    }
}
