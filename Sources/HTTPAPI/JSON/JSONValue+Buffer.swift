import NIOCore

extension JSONValue {
    /// The document as bytes to send.
    var buffer: ByteBuffer {
        var writer = JSONWriter()
        writer.write(self)
        return ByteBuffer(bytes: writer.bytes)
    }
}
