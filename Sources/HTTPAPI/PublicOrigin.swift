/// Scheme, host and port that absolute URLs begin with: `https://images.example.com` or `http://127.0.0.1:8080`.
public struct PublicOrigin: Sendable, Hashable, CustomStringConvertible {
    /// In lower case and without a slash at its end.
    public let description: String

    /// Nil unless the text is `http://` or `https://`, a host and perhaps a port, and nothing more but a slash.
    public init?(_ text: String) {
        let lower = text.lowercased()
        guard let scheme = ["http", "https"].first(where: { lower.hasPrefix($0 + "://") }) else { return nil }
        var authority = lower.dropFirst(scheme.count + 3)
        if authority.hasSuffix("/") { authority.removeLast() }
        self.init(scheme: scheme, authority: String(authority))
    }

    /// Nil unless the scheme is `http` or `https` and the authority is a host name or address, perhaps with a port:
    /// what a `Host` header says ends up in our answers, so nothing else may pass.
    init?(scheme: String, authority: String) {
        let authority = authority.lowercased()
        guard scheme == "http" || scheme == "https", Self.isAuthority(authority) else { return nil }
        self.description = "\(scheme)://\(authority)"
    }

    private static func isAuthority(_ text: String) -> Bool {
        guard (1...255).contains(text.utf8.count) else { return false }
        var host = text.utf8[...]
        if host.last != UInt8(ascii: "]"), let colon = host.lastIndex(of: UInt8(ascii: ":")) {
            let digits = host[host.index(after: colon)...]
            guard digits.allSatisfy(isDigit), let port = Int(Substring(digits)), (1...65_535).contains(port)
            else { return false }
            host = host[..<colon]
        }
        if host.first == UInt8(ascii: "[") {
            return host.last == UInt8(ascii: "]") && host.count > 2
                && host.dropFirst().dropLast().allSatisfy {
                    isDigit($0) || isLetter($0, upTo: "f") || ":.".utf8.contains($0)
                }
        }
        return !host.isEmpty && host.allSatisfy { isDigit($0) || isLetter($0, upTo: "z") || "-._".utf8.contains($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isLetter(_ byte: UInt8, upTo last: Unicode.Scalar) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: last)).contains(byte)
    }

    /// The absolute URL of a path that begins with a slash.
    func url(_ path: String) -> String { description + path }
}
