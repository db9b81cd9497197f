/// The authority of a URL: `name`, `name:port`, `192.0.2.1:port` or `[2001:db8::1]:port`, and nothing else.
extension RemoteURL {
    static func hostAndPort(of authority: Substring) throws(FetchFailure) -> (Host, port: Int?) {
        try checkAuthority(authority)
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else {
                throw FetchFailure(.invalidURL, "its host has a '[' without ']'")
            }
            let literal = String(authority[authority.index(after: authority.startIndex)..<end])
            guard case .v6(let bits)? = IPAddress(literal) else {
                throw FetchFailure(.invalidURL, "its host '[\(literal)]' is not an IPv6 address")
            }
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else {
                throw FetchFailure(.invalidURL, "it has '\(rest)' after its IPv6 address")
            }
            return (.address(.v6(bits)), rest.isEmpty ? nil : try port(rest.dropFirst()))
        }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, let name = parts.first else {
            throw FetchFailure(.invalidURL, "its host has more than one ':'; an IPv6 address belongs in [ ]")
        }
        return (try host(String(name)), parts.count == 2 ? try port(parts[1]) : nil)
    }

    /// Refuses, with a reason of its own, each trick that makes two parsers see two hosts.
    private static func checkAuthority(_ authority: Substring) throws(FetchFailure) {
        guard !authority.isEmpty else { throw FetchFailure(.invalidURL, "it has no host") }
        for byte in authority.utf8 {
            switch byte {
            case UInt8(ascii: "@"): throw FetchFailure(.invalidURL, "it carries a user name or password")
            case UInt8(ascii: "%"): throw FetchFailure(.invalidURL, "its host is percent-encoded or has a zone")
            case UInt8(ascii: "\\"): throw FetchFailure(.invalidURL, "it has a '\\' before its path")
            case UInt8(ascii: " "): throw FetchFailure(.invalidURL, "its host contains a space")
            case 0x80...:
                throw FetchFailure(.invalidURL, "its host is not ASCII; write international names in their xn-- form")
            default: continue
            }
        }
    }

    private static func host(_ text: String) throws(FetchFailure) -> Host {
        if case .v4(let bits)? = IPAddress(text) { return .address(.v4(bits)) }
        let name = text.lowercased()
        guard !name.isEmpty else { throw FetchFailure(.invalidURL, "it has no host") }
        guard !name.hasSuffix(".") else { throw FetchFailure(.invalidURL, "its host '\(name)' ends with a dot") }
        guard name.utf8.count <= 253 else { throw FetchFailure(.invalidURL, "its host is longer than 253 characters") }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.allSatisfy(isLabel) else {
            throw FetchFailure(.invalidURL, "its host '\(name)' is not a valid name")
        }
        // Resolvers read `127.1`, `0x7f.1`, `017700000001` and `2130706433` as IPv4 addresses.
        guard let last = labels.last, !isNumber(last) else {
            throw FetchFailure(
                .invalidURL,
                "its host '\(name)' is neither a name nor an IPv4 address of four decimal numbers"
            )
        }
        return .name(name)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        let characters = label.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "-"), UInt8(ascii: "_"): true
            default: false
            }
        }
        return characters && (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
    }

    private static func isNumber(_ label: Substring) -> Bool {
        if label.hasPrefix("0x") { return label.dropFirst(2).allSatisfy(\.isHexDigit) }
        return label.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// 80, 443, and from 1024 on. The rest of the low ports belong to mail, shells and the like, and this server must
    /// not be a way to knock on them.
    private static func port(_ text: Substring) throws(FetchFailure) -> Int {
        let isDecimal = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isDecimal, text.first != "0", let port = Int(text), port <= 65_535 else {
            throw FetchFailure(.invalidURL, "its port '\(text)' is not a number from 1 to 65535")
        }
        guard port == 80 || port == 443 || port >= 1024 else {
            throw FetchFailure(.invalidURL, "its port \(port) is not 80, 443 or one from 1024 on")
        }
        return port
    }
}
