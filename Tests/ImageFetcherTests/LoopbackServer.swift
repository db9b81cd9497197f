import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server for one test that counts its connections and answers each request with whatever bytes it is told to,
/// valid HTTP or not.
final class LoopbackServer: Sendable {
    /// What happens when the head of a request has arrived.
    enum Behaviour: Sendable {
        /// Sends these bytes and closes.
        case answer(String)
        /// Sends these bytes and keeps the connection open.
        case answerAndHold(String)
        /// Sends the head, then the piece again and again with the pause between, until the other side is gone.
        case repeating(head: String, piece: String, pause: Duration)
        /// Does what the request asks for.
        case byRequest(@Sendable (_ head: String) -> String)
    }

    private let channel: any Channel
    private let log: RequestLog
    let port: Int

    private init(channel: any Channel, log: RequestLog) {
        (self.channel, self.log) = (channel, log)
        port = channel.localAddress?.port ?? 0
    }

    var connectionCount: Int { log.entries.withLock { $0.connections } }
    /// The heads of all requests so far.
    var requests: [String] { log.entries.withLock { $0.heads } }
    var url: String { "http://127.0.0.1:\(port)" }

    /// Listens while the closure runs.
    static func withServer<Result: Sendable>(
        _ behaviour: Behaviour,
        address: String = "127.0.0.1",
        tls: NIOSSLContext? = nil,
        _ body: (LoopbackServer) async throws -> Result
    ) async throws -> Result {
        let log = RequestLog()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    log.entries.withLock { $0.connections += 1 }
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(ScriptedHandler(behaviour: behaviour, log: log))
                }
            }
            .bind(host: address, port: 0)
            .get()
        let server = LoopbackServer(channel: channel, log: log)
        do {
            let result = try await body(server)
            try await channel.close()
            return result
        } catch {
            try await channel.close()
            throw error
        }
    }
}

/// What a server has seen.
private final class RequestLog: Sendable {
    let entries = Mutex((connections: 0, heads: [String]()))
}

private final class ScriptedHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let behaviour: LoopbackServer.Behaviour
    private let log: RequestLog
    private var received = ""

    init(behaviour: LoopbackServer.Behaviour, log: RequestLog) {
        (self.behaviour, self.log) = (behaviour, log)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(buffer: unwrapInboundIn(data))
        guard received.hasSuffix("\r\n\r\n") else { return }
        let head = received
        received = ""
        log.entries.withLock { $0.heads.append(head) }
        switch behaviour {
        case .answer(let text): send(text, thenClose: true, context: context)
        case .answerAndHold(let text): send(text, thenClose: false, context: context)
        case .byRequest(let answer):
            // A tunnel stays open for the request that follows.
            send(answer(head), thenClose: !head.hasPrefix("CONNECT"), context: context)
        case .repeating(let head, let piece, let pause):
            send(head, thenClose: false, context: context)
            sendForever(ByteBuffer(string: piece), pause: pause, context: context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func send(_ text: String, thenClose: Bool, context: ChannelHandlerContext) {
        let sent = context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)))
        guard thenClose else { return }
        let channel = context.channel
        sent.whenComplete { _ in channel.close(promise: nil) }
    }

    private func sendForever(_ piece: ByteBuffer, pause: Duration, context: ChannelHandlerContext) {
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(piece)).whenSuccess {
            bound.eventLoop.scheduleTask(in: TimeAmount(pause)) {
                let (handler, context) = bound.value
                handler.sendForever(piece, pause: pause, context: context)
            }
        }
    }
}
