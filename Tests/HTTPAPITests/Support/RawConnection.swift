import NIOCore
import NIOPosix

/// A bare TCP connection, for clients that behave badly.
struct RawConnection {
    private var iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var received = ""

    /// Connects, and closes when the body returns.
    static func open<Value: Sendable>(
        _ port: Int,
        _ body: @Sendable (inout RawConnection) async throws -> Value
    ) async throws -> Value {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = RawConnection(iterator: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&connection)
        }
    }

    private init(
        iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.iterator = iterator
        self.outbound = outbound
    }

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

    /// Everything until the text has come, or the server closes.
    mutating func read(until text: String) async throws -> String {
        while !received.contains(text), let buffer = try await iterator.next(isolation: #isolation) {
            received += String(buffer: buffer)
        }
        return received
    }

    /// Everything until the server closes; a reset counts as that.
    mutating func readToEnd() async -> String {
        while let buffer = try? await iterator.next(isolation: #isolation) { received += String(buffer: buffer) }
        return received
    }
}
