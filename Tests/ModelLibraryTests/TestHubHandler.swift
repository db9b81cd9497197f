import Foundation
import NIOCore
import NIOHTTP1

/// One connection of a `TestHub`.
final class TestHubHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let hub: TestHub
    private let server: String
    private var head: HTTPRequestHead?

    init(hub: TestHub, server: String) { (self.hub, self.server) = (hub, server) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = head
        case .body: break
        case .end:
            guard let head else { return }
            let path = head.uri.prefix { $0 != "?" }
            let request = TestHub.Request(
                server: server,
                method: head.method.rawValue,
                uri: path.removingPercentEncoding ?? String(path),
                range: head.headers.first(name: "range"),
                token: head.headers.first(name: "authorization")
            )
            send(hub.answer(request), isHead: head.method == .HEAD, context: context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func send(_ answer: TestHub.Answer, isHead: Bool, context: ChannelHandlerContext) {
        var headers = HTTPHeaders(answer.headers)
        headers.add(name: "content-length", value: "\(answer.body.count)")
        let status = HTTPResponseStatus(statusCode: answer.status)
        let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if !isHead {
            let bytes = answer.cut.map { answer.body.prefix($0) } ?? answer.body[...]
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: bytes)))), promise: nil)
        }
        guard answer.cut != nil else { return context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil) }
        let channel = context.channel
        let sent = context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer()))))
        if !answer.hangs { sent.whenComplete { _ in channel.close(promise: nil) } }
    }
}
