import HTTPAPI
import Synchronization

/// What URLs begin with that are written when no request says what its client calls this server, as in webhooks:
/// `http.public-url`, or else where the server listens.
final class ListeningOrigin: Sendable {
    private let configured: PublicOrigin?
    private let host: String
    private let port: Mutex<Int>

    init(_ settings: Settings) {
        configured = settings.api.publicOrigin
        // What stands for every address of this computer is no address that a client could use.
        let isAny = settings.host == "0.0.0.0" || settings.host == "::"
        host = isAny ? "localhost" : settings.host.contains(":") ? "[\(settings.host)]" : settings.host
        port = Mutex(settings.port)
    }

    /// The port that the system chose, when none was set.
    func listens(on chosen: Int) { port.withLock { $0 = chosen } }

    var origin: PublicOrigin {
        let text = "http://\(host):\(port.withLock { $0 })"
        guard let origin = configured ?? PublicOrigin(text) else { preconditionFailure("'\(text)' is not an origin") }
        return origin
    }
}
