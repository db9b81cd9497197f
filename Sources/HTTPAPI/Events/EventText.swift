import NIOCore

/// Server-sent events as they are written ([WHATWG HTML, 9.2](https://html.spec.whatwg.org/multipage/server-sent-events.html)).
enum EventText {
    /// The stream's first words: how long a client waits before it comes back, in milliseconds.
    static let opening = ByteBuffer(string: "retry: 1000\n\n")
    /// A comment, which says only that the connection is alive.
    static let heartbeat = ByteBuffer(string: ": still here\n\n")

    static func text(id: EventID, name: String, data: JSONValue) -> ByteBuffer {
        // JSON on one line: a line break would begin a field of its own.
        var writer = JSONWriter()
        writer.write(data)
        var buffer = ByteBuffer(string: "id: \(id)\nevent: \(name)\ndata: ")
        buffer.writeBytes(writer.bytes)
        buffer.writeStaticString("\n\n")
        return buffer
    }
}
