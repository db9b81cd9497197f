import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing

@testable import ObjectStorage

/// A server that answers as a test says, and writes down what it was asked.
final class FakeS3: Sendable {
    struct Request: Sendable {
        let method: HTTPMethod
        let uri: String
        let headers: HTTPHeaders
        let body: [UInt8]
    }

    struct Answer: Sendable {
        var status = HTTPResponseStatus.ok
        var headers: HTTPHeaders = [:]
        var body: [UInt8] = []
        /// How much of the body is sent before the connection is closed; nil for all of it.
        var cutAfter: Int?
        /// Whether the connection is closed instead.
        var isDropped = false

        static func error(_ status: HTTPResponseStatus, _ code: String, headers: HTTPHeaders = [:]) -> Answer {
            let body = "<Error><Code>\(code)</Code><Message>in words</Message></Error>"
            return Answer(status: status, headers: headers, body: Array(body.utf8))
        }
    }

    private let channel: any Channel
    private let log: Log

    /// `answer` is called with each request and how many came before it.
    init(_ answer: @escaping @Sendable (Request, Int) -> Answer) async throws {
        let log = Log()
        self.log = log
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(Handler(answer: answer, log: log))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    deinit { channel.close(promise: nil) }

    var requests: [Request] { log.requests.withLock { $0 } }

    var port: Int { channel.localAddress?.port ?? 0 }

    /// Settings for it that try again at once.
    func settings(attempts: Int = 3) throws -> S3Settings { try Self.settings(port: port, attempts: attempts) }

    static func settings(port: Int, attempts: Int = 3) throws -> S3Settings {
        let endpoint = try #require(S3Endpoint("http://127.0.0.1:\(port)"))
        var settings = S3Settings(
            try #require(S3Location(url: "s3://images/p")),
            endpoint: endpoint,
            region: "us-east-1",
            credentials: S3Credentials(accessKeyID: "AKID", secretAccessKey: "a secret never seen")
        )
        settings.limits.attempts = attempts
        settings.limits.firstPause = .milliseconds(1)
        settings.limits.multipartSize = 300
        settings.limits.partSize = 100
        return settings
    }

    private final class Log: Sendable {
        let requests = Mutex<[Request]>([])
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = HTTPServerRequestPart
        typealias OutboundOut = HTTPServerResponsePart

        private let answer: @Sendable (Request, Int) -> Answer
        private let log: Log
        private var head: HTTPRequestHead?
        private var body: [UInt8] = []

        init(answer: @escaping @Sendable (Request, Int) -> Answer, log: Log) {
            (self.answer, self.log) = (answer, log)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            switch unwrapInboundIn(data) {
            case .head(let head): (self.head, body) = (head, [])
            case .body(let part): body += part.readableBytesView
            case .end: end(context)
            }
        }

        private func end(_ context: ChannelHandlerContext) {
            guard let head else { return }
            let request = Request(method: head.method, uri: head.uri, headers: head.headers, body: body)
            let number = log.requests.withLock { requests in
                requests.append(request)
                return requests.count - 1
            }
            let answer = answer(request, number)
            if answer.isDropped { return context.close(promise: nil) }
            var headers = answer.headers
            if !headers.contains(name: "content-length") {
                headers.add(name: "content-length", value: String(answer.body.count))
            }
            let first = HTTPResponseHead(version: .http1_1, status: answer.status, headers: headers)
            context.write(wrapOutboundOut(.head(first)), promise: nil)
            let body = head.method == .HEAD ? [] : answer.body.prefix(answer.cutAfter ?? answer.body.count)
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil)
            if answer.cutAfter != nil {
                // Only what was written before is flushed: the rest never comes.
                context.close(promise: nil)
            } else {
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            }
        }
    }
}
