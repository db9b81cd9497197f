import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// Where the connection for one request goes.
enum ConnectionTarget: Sendable, Hashable {
    /// Straight to an address that was checked, whatever the host's name resolves to by then.
    case address(IPAddress)
    case gateway(EgressGateway)
}

/// One request over one connection of its own, to a place decided beforehand.
///
/// A client per request costs little beside the connection, and is the only way to pin an address: async-http-client
/// keeps its table of overridden names per client. TLS still verifies the host's name.
struct PinnedClient: Sendable {
    let settings: FetchSettings
    let logger: Logger

    /// Sends a request and hands its answer, whose body may still be on its way, to the closure. The connection is closed
    /// when this returns.
    ///
    /// - Throws: ``ConnectionFailure`` when there was no connection to send the request on, what the closure throws,
    ///   and the errors of async-http-client.
    func withAnswer<Result: Sendable>(
        to url: RemoteURL,
        at target: ConnectionTarget,
        _ request: HTTPClientRequest,
        _ body: @Sendable (HTTPClientResponse) async throws -> Result
    ) async throws -> Result {
        let witness = ConnectionWitness(policy: settings.policy, target: target)
        let configuration = try configuration(for: url, at: target, witness: witness)
        return try await HTTPClient.withHTTPClient(
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            configuration: configuration
        ) { client in
            let response: HTTPClientResponse
            do {
                response = try await client.execute(request, deadline: .distantFuture, logger: logger)
            } catch let error where !(error is CancellationError) && !Task.isCancelled {
                throw witness.isConnected ? error : ConnectionFailure(cause: error)
            }
            return try await body(response)
        }
    }

    private func configuration(
        for url: RemoteURL,
        at target: ConnectionTarget,
        witness: ConnectionWitness
    ) throws -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: try tlsConfiguration(),
            redirectConfiguration: .disallow,
            timeout: .init(
                connect: TimeAmount(settings.limits.connectTime),
                read: TimeAmount(settings.limits.idleTime)
            ),
            decompression: .disabled
        )
        configuration.httpVersion = .http1Only
        configuration.maximumUsesPerConnection = 1
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.http1_1ConnectionDebugInitializer = { witness.judge($0) }
        switch target {
        case .address(let address):
            configuration.dnsOverride = [url.hostText: address.description]
        case .gateway(let gateway):
            configuration.proxy = .server(host: gateway.host, port: gateway.port)
        }
        return configuration
    }

    private func tlsConfiguration() throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        // A peer that never says goodbye must not hold up the answer.
        configuration.shutdownTimeout = .milliseconds(200)
        if let path = settings.certificateAuthorities {
            configuration.additionalTrustRoots = [.file(path)]
        }
        return configuration
    }
}

/// There was no connection to send the request on.
struct ConnectionFailure: Error {
    let cause: any Error
}

/// The connection that was made does not lead where it was meant to.
struct WrongPeer: Error {
    let peer: String
}

/// Looks at each new connection before anything is sent on it, and remembers that there was one.
final class ConnectionWitness: Sendable {
    private let policy: AddressPolicy
    private let target: ConnectionTarget
    private let hasConnected = Atomic(false)

    init(policy: AddressPolicy, target: ConnectionTarget) {
        (self.policy, self.target) = (policy, target)
    }

    var isConnected: Bool { hasConnected.load(ordering: .acquiring) }

    func judge(_ channel: any Channel) -> EventLoopFuture<Void> {
        if case .address(let expected) = target {
            let peer = channel.remoteAddress?.ipAddress
            let address = peer.flatMap { IPAddress($0) }
            guard address == expected, policy.refusal(of: expected) == nil else {
                // Later, because the client takes a connection that closes by itself for one to be retried.
                channel.eventLoop.execute { channel.close(promise: nil) }
                return channel.eventLoop.makeFailedFuture(WrongPeer(peer: peer ?? "unknown"))
            }
        }
        hasConnected.store(true, ordering: .releasing)
        return channel.eventLoop.makeSucceededVoidFuture()
    }
}
