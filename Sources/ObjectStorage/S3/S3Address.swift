import Foundation

/// Where a request goes, as it is sent and as it is signed: both from the same parts.
struct S3Address: Sendable, Hashable {
    let scheme: String
    let host: String
    /// Percent-encoded, from the first `/` on.
    let path: String
    /// Sorted and percent-encoded, as the signature wants it.
    let query: String

    /// - Parameters:
    ///   - settings: the bucket.
    ///   - key: the object, without the location's prefix; nil for the bucket.
    ///   - query: names and values as they are meant.
    init(_ settings: S3Settings, key: String?, query: [String: String] = [:]) {
        let endpoint = settings.endpoint ?? .aws(region: settings.region)
        let bucket = settings.location.bucket
        let object = key.map { Self.encode(settings.location.fullKey($0), keeping: "/") } ?? ""
        scheme = endpoint.scheme
        host = settings.usesPathStyle ? endpoint.authority : "\(bucket).\(endpoint.authority)"
        path = settings.usesPathStyle ? "/\(bucket)\(key == nil ? "" : "/")\(object)" : "/\(object)"
        let pairs = query.map { (Self.encode($0.key), Self.encode($0.value)) }
        self.query = pairs.sorted { $0.0 < $1.0 }.map { "\($0)=\($1)" }.joined(separator: "&")
    }

    var url: String { "\(scheme)://\(host)\(path)\(query.isEmpty ? "" : "?\(query)")" }

    /// `UriEncode` of the signature's specification: everything but letters, digits and `-._~`, in upper-case hex.
    static func encode(_ text: String, keeping more: String = "") -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8).union(more.utf8)
        return text.utf8.reduce(into: "") { encoded, byte in
            encoded += plain.contains(byte) ? String(UnicodeScalar(byte)) : String(format: "%%%02X", byte)
        }
    }
}

extension S3Location {
    /// The key in the bucket.
    func fullKey(_ key: String) -> String { prefix.isEmpty ? key : "\(prefix)/\(key)" }

    /// The key below the prefix; nil for a key elsewhere.
    func ownKey(_ full: String) -> String? {
        if prefix.isEmpty { return full }
        return full.hasPrefix("\(prefix)/") ? String(full.dropFirst(prefix.count + 1)) : nil
    }
}
