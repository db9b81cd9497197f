#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// An address that a connection can go to, as a number in host byte order.
public enum IPAddress: Sendable, Hashable {
    case v4(UInt32)
    case v6(UInt128)

    /// Reads the one canonical kind of spelling: four decimal numbers without leading zeros, or RFC 4291 text without
    /// brackets or zone. Shorthands such as `127.1`, `0x7f.1` and `2130706433` are not addresses here, because programs
    /// disagree about what they mean.
    public init?(_ text: String) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self = .v4(UInt32(bigEndian: four.s_addr))
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            self.init(six)
        } else {
            return nil
        }
    }

    init(_ address: in6_addr) {
        self = .v6(withUnsafeBytes(of: address) { $0.reduce(0) { $0 << 8 | UInt128($1) } })
    }

    /// The IPv4 address inside an IPv6 one whose traffic a mapping, a NAT64 or a 6to4 router would send to it.
    var embeddedIPv4: UInt32? {
        guard case .v6(let bits) = self else { return nil }
        if bits >> 32 == 0xFFFF || (bits >> 32 == 0 && bits > 1) { return UInt32(truncatingIfNeeded: bits) }
        if bits >> 32 == 0x0064_FF9B << 64 { return UInt32(truncatingIfNeeded: bits) }
        if bits >> 112 == 0x2002 { return UInt32(truncatingIfNeeded: bits >> 80) }
        return nil
    }
}

extension IPAddress: CustomStringConvertible {
    public var description: String {
        switch self {
        case .v4(let bits):
            return [24, 16, 8, 0].map { String(bits >> $0 & 0xFF) }.joined(separator: ".")
        case .v6(let bits):
            var address = in6_addr()
            withUnsafeMutableBytes(of: &address) { bytes in
                for index in bytes.indices { bytes[index] = UInt8(truncatingIfNeeded: bits >> (120 - 8 * index)) }
            }
            // INET6_ADDRSTRLEN is 46 with its final zero.
            return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 46) { text in
                guard let start = text.baseAddress, inet_ntop(AF_INET6, &address, start, 46) != nil else { return "?" }
                return String(cString: start)
            }
        }
    }
}
