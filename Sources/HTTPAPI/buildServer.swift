public import Hummingbird
public import Logging
import NIOCore

/// The HTTP server, ready to run: routes, and what a connection may cost.
///
/// It listens on `address`, on any free port when that is 0, and tells `onServerRunning` which one once connections are
/// accepted. Run it as a service: a graceful shutdown lets requests that are being answered finish.
public func buildServer(
    _ dependencies: APIDependencies,
    configuration: HTTPAPIConfiguration,
    address: BindAddress,
    logger: Logger,
    onServerRunning: @escaping @Sendable (_ port: Int?) async -> Void = { _ in }
) -> Application<RouterResponder<APIContext>> {
    let limits = configuration.limits
    let perAddress = ConnectionsPerAddress(
        limit: limits.connectionCountPerAddress,
        trustedProxies: configuration.trustedProxies
    )
    var applicationConfiguration = ApplicationConfiguration(address: address, serverName: "yukimi", backlog: 1_024)
    applicationConfiguration.availableConnectionsDelegate = .maximum(limits.connectionCount, logger: logger)
    return Application(
        router: buildRouter(dependencies, configuration: configuration),
        server: .http1(
            configuration: .init(
                additionalChannelHandlers: [ConnectionGuard(limits: limits, perAddress: perAddress)],
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.headerBytes,
                    maxHeaderListSize: limits.headerBytes,
                    maxHeaderFieldCount: limits.headerCount
                )
            )
        ),
        configuration: applicationConfiguration,
        onServerRunning: { channel in await onServerRunning(channel.localAddress?.port) },
        logger: logger
    )
}
