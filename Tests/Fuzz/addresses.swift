/// What passes is canonical: written out and read again, it leads to the same host, port and target; and an address that is
/// refused stays refused in the form that IPv6 has for it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    // A line for each: the URL, where it redirects to, a block.
    let lines = text.split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    let policy = AddressPolicy(allowing: lines.count > 2 ? [AddressBlock(lines[2])].compactMap { $0 } : [])
    if DataURI.isDataURI(lines[0]), let uri = try? DataURI(parsing: lines[0], byteLimit: 10_000) {
        if let decoded = uri.decoded() { precondition(decoded.count <= 10_000) }
    }
    if let url = try? RemoteURL(parts: lines[0]) {
        check(url)
        if lines.count > 1, let next = try? url.following(location: lines[1]) { check(next) }
    }
    if let address = IPAddress(lines[0]) {
        let refusal = policy.refusal(of: address)
        guard let again = IPAddress("\(address)") else { preconditionFailure("\(address) is not read again") }
        precondition(policy.refusal(of: again) == refusal, "\(address)")
    }
    return 0
}

private func check(_ url: RemoteURL) {
    precondition((1...65_535).contains(url.port), "\(url)")
    precondition(url.target.utf8.allSatisfy { (0x21...0x7e).contains($0) }, "\(url.target)")
    // Percent-encoding may make it longer than what is read from clients.
    guard url.description.utf8.count <= RemoteURL.lengthLimit else { return }
    guard let again = try? RemoteURL(parts: url.origin + url.target) else { preconditionFailure("\(url)") }
    precondition(again == url, "\(url) becomes \(again)")
}
