import Foundation

/// A bucket, and how to speak to it.
public struct S3Settings: Sendable, Hashable {
    public var location: S3Location
    /// The server; nil for AWS in the region.
    public var endpoint: S3Endpoint?
    public var region: String
    /// Whether the bucket's name goes into the path instead of the host's name.
    public var usesPathStyle: Bool
    public var credentials: S3Credentials
    /// A PEM file with further certificate authorities.
    public var certificateAuthorities: String?
    public var limits = S3Limits()

    /// Without `usesPathStyle` the path is used on endpoints other than AWS, which often have no DNS names
    /// for buckets, and for names with dots, which no wildcard certificate covers.
    public init(
        _ location: S3Location,
        endpoint: S3Endpoint? = nil,
        region: String,
        usesPathStyle: Bool? = nil,
        credentials: S3Credentials
    ) {
        self.location = location
        self.endpoint = endpoint
        self.region = region
        self.usesPathStyle = usesPathStyle ?? (endpoint != nil || location.bucket.contains("."))
        self.credentials = credentials
    }
}

/// `s3://bucket/prefix`
public struct S3Location: Sendable, Hashable, CustomStringConvertible {
    public let bucket: String
    /// What all keys begin with, without a `/` at its end; may be empty.
    public let prefix: String

    /// Nil when it has another scheme, or no bucket's name by the rules of S3.
    public init?(url: String) {
        guard url.hasPrefix("s3://") else { return nil }
        let parts = url.dropFirst(5).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        bucket = String(parts.first ?? "")
        let rest = parts.count > 1 ? parts[1].split(separator: "/") : []
        guard bucket.wholeMatch(of: /[a-z0-9][a-z0-9.\-]{1,61}[a-z0-9]/) != nil, !rest.contains(".."),
            rest.allSatisfy({ $0.wholeMatch(of: /[A-Za-z0-9._\-]+/) != nil })
        else { return nil }
        prefix = rest.joined(separator: "/")
    }

    public var description: String { "s3://\(bucket)\(prefix.isEmpty ? "" : "/\(prefix)")" }
}

/// A server that speaks S3: `https://minio.example.com:9000`.
public struct S3Endpoint: Sendable, Hashable, CustomStringConvertible {
    public let scheme: String
    /// With the port where it is not the scheme's.
    public let authority: String

    /// Nil when it is no HTTP URL, or has more than a scheme, a host and a port.
    public init?(_ text: String) {
        guard let url = URLComponents(string: text), let scheme = url.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = url.encodedHost?.lowercased(), !host.isEmpty,
            ["", "/"].contains(url.path), url.query == nil, url.fragment == nil, url.user == nil
        else { return nil }
        let usual = scheme == "https" ? 443 : 80
        self.scheme = scheme
        authority = url.port.flatMap { $0 == usual ? nil : "\(host):\($0)" } ?? host
    }

    /// AWS's own in a region.
    static func aws(region: String) -> Self {
        Self(scheme: "https", authority: "s3.\(region).amazonaws.com\(region.hasPrefix("cn-") ? ".cn" : "")")
    }

    private init(scheme: String, authority: String) { (self.scheme, self.authority) = (scheme, authority) }

    public var description: String { "\(scheme)://\(authority)" }
}

/// How long to wait, how often to try, and what is large.
public struct S3Limits: Sendable, Hashable {
    public var connectTime: Duration = .seconds(5)
    /// The longest silence of an answer.
    public var idleTime: Duration = .seconds(15)
    /// For one attempt, with a body of ordinary size.
    public var attemptTime: Duration = .seconds(60)
    public var attempts = 6
    /// Before the second attempt; each further pause is twice as long, less a random part.
    public var firstPause: Duration = .milliseconds(100)
    /// From this size on an object is uploaded in parts.
    public var multipartSize = 16 << 20
    /// S3 takes no part below 5 MiB but the last, and 10,000 parts at most.
    public var partSize = 8 << 20

    public init() {}
}
