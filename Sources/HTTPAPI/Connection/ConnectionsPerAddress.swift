import ImageFetcher
import NIOCore
import Synchronization

/// How many connections each address has: nobody alone can take all that there are.
final class ConnectionsPerAddress: Sendable {
    struct TooMany: Error {}

    private let limit: Int
    private let trustedProxies: [AddressBlock]
    private let counts = Mutex<[ClientAddress: Int]>([:])

    init(limit: Int, trustedProxies: [AddressBlock]) {
        (self.limit, self.trustedProxies) = (limit, trustedProxies)
    }

    /// A place that is free again when the last reference to it goes; nil for a trusted proxy, which speaks for many.
    ///
    /// - Throws: ``TooMany``
    func enter(_ peer: SocketAddress?) throws -> Place? {
        guard let text = peer?.ipAddress, let exact = IPAddress(mappable: text),
            !trustedProxies.contains(where: { $0.contains(exact) })
        else { return nil }
        let address = ClientAddress(exact)
        let isFree = counts.withLock { counts in
            let count = counts[address, default: 0]
            guard count < limit else { return false }
            counts[address] = count + 1
            return true
        }
        guard isFree else { throw TooMany() }
        return Place(address: address, counter: self)
    }

    private func leave(_ address: ClientAddress) {
        counts.withLock { counts in
            let count = (counts[address] ?? 1) - 1
            counts[address] = count == 0 ? nil : count
        }
    }

    final class Place: Sendable {
        private let address: ClientAddress
        private let counter: ConnectionsPerAddress

        fileprivate init(address: ClientAddress, counter: ConnectionsPerAddress) {
            (self.address, self.counter) = (address, counter)
        }

        deinit { counter.leave(address) }
    }
}
