import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Sits in each connection's pipeline and does what the server library leaves open:
///
/// - closes at once what one address opens beyond its share of connections;
/// - cuts clients that send their header or body too slowly, take no answer, or keep an idle connection;
/// - closes after an answer to a request that was not read to its end, instead of reading an endless body;
/// - sends `100 Continue` when a handler begins to read a body whose sender waits for it;
/// - tells a waiting handler that its client has left.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// A handler begins to read the body: see ``RequestBodyReader``.
    struct BodyIsWanted: Sendable {}

    private var state: ConnectionState
    private var timer: (task: Scheduled<Void>, deadline: NIODeadline)?
    private var senderWaits = false
    private var hasLeft = false
    private var watchers: [AsyncStream<Void>.Continuation] = []

    private let perAddress: ConnectionsPerAddress
    private var place: ConnectionsPerAddress.Place?

    init(limits: ConnectionLimits, perAddress: ConnectionsPerAddress) {
        state = ConnectionState(limits: limits)
        self.perAddress = perAddress
    }

    // MARK: - Waiting for the client's end

    /// A stream that ends when the client closes its side of the connection or the connection breaks.
    ///
    /// A client that closes only its sending side, as no usual HTTP client does, counts as gone: the two look the same.
    func departure() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        if hasLeft { continuation.finish() } else { watchers.append(continuation) }
        return stream
    }

    private func clientLeft() {
        hasLeft = true
        for watcher in watchers { watcher.finish() }
        watchers = []
    }

    // MARK: - Connection

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.task.cancel()
        timer = nil
        clientLeft()
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.task.cancel()
        timer = nil
        place = nil
        clientLeft()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event {
            clientLeft()
            if state.isLingering { context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func begin(_ context: ChannelHandlerContext) {
        guard state.deadline == nil else { return }
        do {
            place = try perAddress.enter(context.channel.remoteAddress)
        } catch {
            context.close(promise: nil)
            return
        }
        state.connected(at: .now())
        schedule(context)
    }

    // MARK: - Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !state.isLingering else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            senderWaits = head.headerFields[.expect]?.lowercased() == "100-continue"
            state.headReceived(at: .now())
            schedule(context)
        case .body(let bytes):
            senderWaits = false
            state.bodyReceived(byteCount: bytes.readableBytes)
        case .end:
            senderWaits = false
            state.endReceived()
        }
        context.fireChannelRead(data)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is BodyIsWanted else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        if senderWaits {
            senderWaits = false
            context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        }
        promise?.succeed()
    }

    // MARK: - Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where head.status.kind != .informational:
            let saysClose = head.headerFields[.connection]?.lowercased() == "close"
            state.answerBegan(saysClose: saysClose)
            if state.closesAfterAnswer { head.headerFields[.connection] = "close" }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            // Watchers belong to the requests that are being answered; on a connection of its own each is the last.
            watchers = []
            let action = state.answerEnded(at: .now())
            if action == .closeAfterLingering {
                context.writeAndFlush(data, promise: promise)
            } else {
                context.write(data, promise: promise)
            }
            perform(action, context)
            schedule(context)
        default:
            context.write(data, promise: promise)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        state.writabilityChanged(isWritable: context.channel.isWritable, at: .now())
        schedule(context)
        context.fireChannelWritabilityChanged()
    }

    // MARK: - Effects

    private func perform(_ action: ConnectionState.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .nothing: break
        case .close: context.close(promise: nil)
        case .closeAfterLingering: context.close(mode: .output, promise: nil)
        }
    }

    /// Keeps one timer, which is renewed when it fires: most deadlines are replaced long before they are due.
    private func schedule(_ context: ChannelHandlerContext) {
        guard let deadline = state.deadline else { return }
        if let timer, timer.deadline <= deadline { return }
        timer?.task.cancel()
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        let task = context.eventLoop.scheduleTask(deadline: deadline) {
            let (handler, context) = bound.value
            handler.timer = nil
            handler.perform(handler.state.timerFired(at: .now()), context)
            if context.channel.isActive { handler.schedule(context) }
        }
        timer = (task, deadline)
    }
}
