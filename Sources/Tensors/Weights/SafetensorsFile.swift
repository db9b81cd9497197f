/// A safetensors file in memory: tensors are used where they lie, nothing is copied.
public struct SafetensorsFile: Sendable {
    public let header: SafetensorsHeader
    package let file: MappedFile

    public var path: String { file.path }

    /// Maps the file and checks its header.
    ///
    /// Throws `TensorError`: `unreadable` when it cannot be opened, `malformed` when it breaks the rules of
    /// `SafetensorsHeader`.
    public init(_ path: String) throws(TensorError) {
        file = try MappedFile(path)
        header = try SafetensorsHeader(file.bytes, path: path)
    }

    /// The bytes of one of the header's tensors, valid as long as `file` exists.
    package func bytes(of tensor: StoredTensor) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: file.bytes[tensor.byteRange])
    }
}
