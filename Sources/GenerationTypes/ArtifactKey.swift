/// The name of bytes in the artifact store, such as `inputs/5f1d….jpg`: lower-case letters, digits, `/`, `.`, `-`
/// and `_`, and never a path that leads out of the store.
public struct ArtifactKey: Sendable, Hashable {
    public let rawValue: String

    /// Nil when the text is empty, longer than 200 characters, has another character, or an empty, `.` or `..` part.
    public init?(_ rawValue: String) {
        guard (1...200).contains(rawValue.utf8.count) else { return nil }
        let allowed = rawValue.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: false
            }
        }
        let parts = rawValue.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let leadsAway = parts.contains { part in part.count <= 2 && part.allSatisfy { $0 == UInt8(ascii: ".") } }
        guard allowed, !leadsAway else { return nil }
        self.rawValue = rawValue
    }
}

extension ArtifactKey: Codable, CustomStringConvertible {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let key = ArtifactKey(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an artifact key: \(text)")
        }
        self = key
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    public var description: String { rawValue }
}
