import NIOCore

/// Whether the client of a request is still there.
struct ClientPresence: Sendable {
    let channel: any Channel

    /// Returns when the client has closed the connection; never, in tests without one. Ends early when cancelled.
    func waitForDeparture() async {
        let departure = try? await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.handler(type: ConnectionGuard.self).departure()
        }.get()
        let (never, continuation) = AsyncStream<Void>.makeStream()
        defer { continuation.finish() }
        for await _ in departure ?? never {}
    }
}
