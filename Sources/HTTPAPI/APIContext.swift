public import Hummingbird
import NIOCore

/// What accompanies a request through the routes.
public struct APIContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// The connection, for asking whether the client is still there and who it is.
    let channel: any Channel

    public init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
