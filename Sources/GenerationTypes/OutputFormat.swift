/// The encodings a result can be delivered in.
public enum OutputFormat: String, Sendable, Codable, CaseIterable {
    case png, jpeg, webp

    /// The media type of the encoded bytes, for `Content-Type`.
    public var mediaType: String { "image/\(rawValue)" }

    /// What a file of this format is called after its last dot.
    public var fileExtension: String { self == .jpeg ? "jpg" : rawValue }
}
