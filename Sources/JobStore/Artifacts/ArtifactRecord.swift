public import GenerationTypes

/// Which folder an artifact is in, and so who may see it and for how long it is kept.
public enum ArtifactKind: String, Sendable, Codable, CaseIterable {
    /// Images fetched for requests: private, named by their content.
    case inputs
    /// Uploads, served at `/assets/…`: whoever knows the random name may read.
    case assets
    /// Results, served at `/files/…`: whoever knows the random name may read.
    case files
}

/// What is known about stored bytes.
public struct ArtifactRecord: Sendable, Hashable {
    public let key: ArtifactKey
    public let kind: ArtifactKind
    /// Nil for inputs: the same bytes may belong to several accounts.
    public let account: AccountID?
    public let byteCount: Int
    public let created: Timestamp
    public let expires: Timestamp

    /// By the key's extension.
    public var mediaType: String { key.mediaType }
}

extension ArtifactKey {
    /// What stands after the last dot.
    public var fileExtension: String {
        rawValue.lastIndex(of: ".").map { String(rawValue[rawValue.index(after: $0)...]) } ?? ""
    }

    /// What stands after the last `/`.
    public var fileName: String {
        rawValue.lastIndex(of: "/").map { String(rawValue[rawValue.index(after: $0)...]) } ?? rawValue
    }

    /// By the extension; `application/octet-stream` when it is not an image's.
    public var mediaType: String {
        switch fileExtension {
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "webp": "image/webp"
        case "gif": "image/gif"
        case "heic": "image/heic"
        case "avif": "image/avif"
        default: "application/octet-stream"
        }
    }
}
