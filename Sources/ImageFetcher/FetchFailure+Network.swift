import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension FetchFailure {
    /// What an error of the network means for the person who sent the URL.
    init(_ error: any Error, settings: FetchSettings) {
        switch error {
        case let failure as FetchFailure: self = failure
        case let failure as ConnectionFailure: self.init(connecting: failure.cause, settings: settings)
        default: self.init(transferring: error, settings: settings)
        }
    }

    private init(connecting cause: any Error, settings: FetchSettings) {
        if cause is WrongPeer {
            self.init(.refusedAddress, "the connection led to another address than the one that was checked")
        } else if Self.isAboutTLS(cause) {
            self.init(.tlsFailed, "its host does not prove its identity by a valid certificate")
        } else if settings.gateway != nil {
            self.init(gateway: cause)
        } else if Self.isTimeout(cause) {
            self.init(.timedOut, "its host did not accept a connection within \(settings.limits.connectTime)")
        } else {
            self.init(.connectionFailed, "its host does not accept connections")
        }
    }

    /// A gateway that answers has judged the URL; one that does not answer, or not to us, is our own trouble.
    private init(gateway cause: any Error) {
        if let error = cause as? HTTPClientError, error == .invalidProxyResponse || error == .remoteConnectionClosed {
            self.init(.connectionFailed, "the egress gateway opened no connection to its host")
        } else if let error = cause as? HTTPClientError, error == .tlsHandshakeTimeout {
            self.init(.timedOut, "its host did not finish the TLS handshake in time")
        } else {
            self.init(.upstreamUnavailable, "the egress gateway of this server is not available")
        }
    }

    private init(transferring error: any Error, settings: FetchSettings) {
        if Self.isTimeout(error) {
            self.init(.timedOut, "its host sent nothing for \(settings.limits.idleTime)")
        } else if let error = error as? HTTPParserError, error != .invalidEOFState {
            self.init(.badAnswer, "its host does not speak valid HTTP")
        } else {
            self.init(.connectionFailed, "its host closed the connection before the answer was complete")
        }
    }

    private static func isTimeout(_ error: any Error) -> Bool {
        if let error = error as? HTTPClientError {
            return [
                .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .readTimeout, .writeTimeout,
                .deadlineExceeded, .httpProxyHandshakeTimeout,
            ].contains(error)
        }
        if case ChannelError.connectTimeout = error { return true }
        return false
    }

    private static func isAboutTLS(_ error: any Error) -> Bool {
        error is NIOSSLError || error is NIOSSLExtraError || error is BoringSSLError
    }
}
