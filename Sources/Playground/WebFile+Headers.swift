extension WebFile {
    /// What the pages may do. Everything comes from this server; pictures may also be ones that the page itself holds in
    /// memory. No script or style stands in the HTML, and no script can be made from text.
    public static let contentSecurityPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob: data:",
        "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
        "require-trusted-types-for 'script'", "trusted-types 'none'",
    ].joined(separator: "; ")

    /// Browsers keep a copy and ask each time whether it is still good, so that a page never meets scripts of another
    /// version after an upgrade.
    public static let cacheControl = "no-cache"

    /// Whether an `If-None-Match` field names this file as the browser's copy is.
    public func isNamed(by ifNoneMatch: String) -> Bool {
        ifNoneMatch.split(separator: ",").contains { item in
            var tag = item.drop { $0 == " " }
            // A proxy that compresses makes a tag weak; it means the same here.
            if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
            while tag.last == " " { tag.removeLast() }
            return tag == entityTag || tag == "*"
        }
    }
}
