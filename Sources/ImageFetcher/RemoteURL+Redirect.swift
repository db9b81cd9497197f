/// Where a redirect leads, after RFC 3986, section 5.
extension RemoteURL {
    /// The URL that a `Location` header names, seen from this one.
    func following(location: String) throws(FetchFailure) -> RemoteURL {
        let next = try resolved(location)
        if scheme == .https, next.scheme == .http {
            throw FetchFailure(.badRedirect, "that would leave the encrypted connection")
        }
        return next
    }

    private func resolved(_ reference: String) throws(FetchFailure) -> RemoteURL {
        if Self.hasScheme(reference) { return try RemoteURL(parts: reference) }
        if reference.hasPrefix("//") { return try RemoteURL(parts: "\(scheme.rawValue):\(reference)") }
        let path = target.prefix { $0 != "?" }
        let merged =
            switch reference.first {
            case nil, "#": target
            case "/": reference
            case "?": "\(path)\(reference)"
            default: "\(path.prefix(through: path.lastIndex(of: "/") ?? path.startIndex))\(reference)"
            }
        return try RemoteURL(parts: origin + Self.removingDotSegments(merged))
    }

    private static func hasScheme(_ reference: String) -> Bool {
        guard let colon = reference.firstIndex(of: ":") else { return false }
        return !reference[..<colon].contains { "/?#".contains($0) }
    }

    private static func removingDotSegments(_ target: String) -> String {
        let path = target.prefix { $0 != "?" && $0 != "#" }
        var kept: [Substring] = []
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for (index, segment) in segments.enumerated() {
            let isLast = index == segments.count - 1
            switch segment {
            case ".": if isLast { kept.append("") }
            case "..":
                _ = kept.popLast()
                if isLast { kept.append("") }
            default: kept.append(segment)
            }
        }
        return "/" + kept.joined(separator: "/") + target[path.endIndex...]
    }
}
