/// The encodings an input image can have.
public enum InputFormat: String, Sendable, CaseIterable {
    case png, jpeg, webp, gif
    /// Accepted only where the operator enables it, like ``avif``.
    case heic
    case avif

    /// The media type of such bytes, for `Content-Type`.
    public var mediaType: String { "image/\(rawValue)" }

    /// What a file of this format is called after its last dot.
    public var fileExtension: String { self == .jpeg ? "jpg" : rawValue }

    /// What people call it.
    public var displayName: String {
        switch self {
        case .webp: "WebP"
        case .png, .jpeg, .gif, .heic, .avif: rawValue.uppercased()
        }
    }

    var needsHEIF: Bool { self == .heic || self == .avif }

    /// Reads the format from the first bytes, the only thing that cannot be mislabelled.
    init?(magicOf bytes: some Collection<UInt8>) {
        let start = Array(bytes.prefix(12))
        func has(_ text: String, at offset: Int) -> Bool { start.dropFirst(offset).starts(with: text.utf8) }

        if start.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if start.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if has("RIFF", at: 0), has("WEBP", at: 8) {
            self = .webp
        } else if has("GIF87a", at: 0) || has("GIF89a", at: 0) {
            self = .gif
        } else if has("ftypavi", at: 4) {
            self = .avif
        } else if ["heic", "heix", "heim", "heis", "mif1", "msf1"].contains(where: { has("ftyp\($0)", at: 4) }) {
            self = .heic
        } else {
            return nil
        }
    }
}
