import NIOCore
import NIOEmbedded
import Testing

@testable import ImageFetcher

struct ConnectionWitnessTests {
    private func witness(expecting address: String, allowing blocks: [AddressBlock] = []) throws -> ConnectionWitness {
        let target = ConnectionTarget.address(try #require(IPAddress(address)))
        return ConnectionWitness(policy: AddressPolicy(allowing: blocks), target: target)
    }

    private func channel(to peer: String) async throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        try await channel.connect(to: SocketAddress(ipAddress: peer, port: 80)).get()
        return channel
    }

    @Test func connectionToTheCheckedAddressIsUsed() async throws {
        let witness = try witness(expecting: "8.8.8.8")
        try await witness.judge(try await channel(to: "8.8.8.8")).get()
        #expect(witness.isConnected)
    }

    @Test(arguments: ["8.8.4.4", "127.0.0.1", "::1"])
    func connectionThatLeadsElsewhereIsNotUsed(peer: String) async throws {
        let witness = try witness(expecting: "8.8.8.8", allowing: ["127.0.0.0/8"])
        let channel = try await channel(to: peer)
        await #expect(throws: WrongPeer.self) { try await witness.judge(channel).get() }
        #expect(!witness.isConnected)
        channel.embeddedEventLoop.run()
        #expect(!channel.isActive)
    }
}
