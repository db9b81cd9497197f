/// A range of addresses in CIDR notation, such as `10.0.0.0/8` or `fc00::/7`; a lone address is a range of one.
public struct AddressBlock: Sendable, Hashable {
    public let network: IPAddress
    public let prefixLength: Int

    /// Nil when the text is no address, the prefix is longer than the address, or bits after the prefix are set:
    /// `10.0.0.1/8` is more often a slip than a wish.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let network = IPAddress(String(first)) else { return nil }
        var prefixLength = network.bitWidth
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
                let number = Int(parts[1]), number <= network.bitWidth
            else { return nil }
            prefixLength = number
        }
        guard network.masked(to: prefixLength) == network else { return nil }
        self.network = network
        self.prefixLength = prefixLength
    }

    public func contains(_ address: IPAddress) -> Bool { address.masked(to: prefixLength) == network }
}

extension AddressBlock: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        guard let block = AddressBlock(text) else { preconditionFailure("not a block of addresses: '\(text)'") }
        self = block
    }
}

extension AddressBlock: CustomStringConvertible {
    public var description: String { "\(network)/\(prefixLength)" }
}

extension IPAddress {
    fileprivate var bitWidth: Int {
        switch self {
        case .v4: UInt32.bitWidth
        case .v6: UInt128.bitWidth
        }
    }

    fileprivate func masked(to prefixLength: Int) -> IPAddress {
        // Smart shifts: a shift by the whole width gives zero instead of trapping.
        switch self {
        case .v4(let bits): .v4(bits & ~(UInt32.max >> UInt32(prefixLength)))
        case .v6(let bits): .v6(bits & ~(UInt128.max >> UInt128(prefixLength)))
        }
    }
}
