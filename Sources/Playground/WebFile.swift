import CWebAssets
import Crypto

/// A file of the web pages, as a browser gets it.
public struct WebFile: Sendable, Hashable {
    /// The path in the URL: `/`, `/admin`, or below `/playground/`.
    public let path: String
    public let mediaType: String
    public let bytes: [UInt8]
    /// Quoted, and other for other bytes: a browser asks with it whether its copy is still good.
    public let entityTag: String

    /// Every file in the binary.
    public static let all: [WebFile] = (0..<web_asset_count()).map { WebFile(web_asset_at($0)) }

    private init(_ asset: web_asset) {
        path = String(cString: asset.path)
        bytes = Array(UnsafeBufferPointer(start: asset.bytes, count: asset.count))
        mediaType = Self.mediaType(of: path)
        entityTag =
            "\"" + SHA256.hash(data: bytes).prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            + "\""
    }

    private static func mediaType(of path: String) -> String {
        guard let dot = path.lastIndex(of: ".") else { return "text/html; charset=utf-8" }
        let fileExtension = path[path.index(after: dot)...]
        switch fileExtension {
        case "css": return "text/css; charset=utf-8"
        case "js": return "text/javascript; charset=utf-8"
        case "svg": return "image/svg+xml"
        case "webp": return "image/webp"
        default: preconditionFailure("no media type is known for \(path)")
        }
    }
}
