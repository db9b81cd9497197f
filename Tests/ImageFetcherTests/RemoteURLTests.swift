import Testing

@testable import ImageFetcher

struct RemoteURLTests {
    @Test(arguments: [
        ("http://example.com", "http://example.com/"),
        ("HTTPS://Example.COM/A.png", "https://example.com/A.png"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("https://example.com:8443/a", "https://example.com:8443/a"),
        ("http://example.com?x=1#frag", "http://example.com/?x=1"),
        ("http://example.com/a b/ü?q=\"<>", "http://example.com/a%20b/%C3%BC?q=%22%3C%3E"),
        ("http://example.com/%41%2f%zz%", "http://example.com/%41%2f%25zz%25"),
        ("http://example.com/a[1]|{}\\", "http://example.com/a%5B1%5D%7C%7B%7D%5C"),
        ("http://8.8.8.8:8080/", "http://8.8.8.8:8080/"),
        ("http://[2606:4700:0:0::1111]/", "http://[2606:4700::1111]/"),
        ("http://xn--bcher-kva.example/", "http://xn--bcher-kva.example/"),
        ("http://my_bucket.s3.example/", "http://my_bucket.s3.example/"),
        ("http://example.com//a//b", "http://example.com//a//b"),
        ("http://example.com/@user:1", "http://example.com/@user:1"),
    ])
    func urlIsReadAndWrittenAnew(text: String, canonical: String) throws {
        #expect(try RemoteURL(parsing: text).description == canonical)
    }

    @Test(arguments: [
        ("", "it is empty"),
        ("example.com/a.png", "it does not begin with https://, http:// or data:image/"),
        ("ftp://example.com/", "it does not begin with https://, http:// or data:image/"),
        ("file:///etc/passwd", "it does not begin with https://, http:// or data:image/"),
        ("gopher://example.com/", "it does not begin with https://, http:// or data:image/"),
        ("http+unix://%2Fvar%2Frun%2Fdocker.sock/", "it does not begin with https://, http:// or data:image/"),
        ("http:/example.com/", "it has no // after 'http:'"),
        ("http:example.com", "it has no // after 'http:'"),
        ("http:///a.png", "it has no host"),
        ("http://?a", "it has no host"),
        ("http://:80/", "it has no host"),
        (" http://example.com/", "it begins or ends with a space"),
        ("http://example.com/ ", "it begins or ends with a space"),
        ("http://exa\tmple.com/", "it contains a control character"),
        ("http://example.com/\r\nHost: other", "it contains a control character"),
        ("http://exa mple.com/", "its host contains a space"),
        ("http://user@example.com/", "it carries a user name or password"),
        ("http://example.com:80@127.0.0.1/", "it carries a user name or password"),
        ("http://127.0.0.1\\@example.com/", "it has a '\\' before its path"),
        ("http://example.com\\.evil.example/", "it has a '\\' before its path"),
        ("http://%31%32%37.0.0.1/", "its host is percent-encoded or has a zone"),
        ("http://[fe80::1%25eth0]/", "its host is percent-encoded or has a zone"),
        ("http://１２７.0.0.1/", "its host is not ASCII; write international names in their xn-- form"),
        ("http://127。0。0。1/", "its host is not ASCII; write international names in their xn-- form"),
        ("http://bücher.example/", "its host is not ASCII; write international names in their xn-- form"),
        ("http://[::1/", "its host has a '[' without ']'"),
        ("http://[127.0.0.1]/", "its host '[127.0.0.1]' is not an IPv6 address"),
        ("http://[::1]x/", "it has 'x' after its IPv6 address"),
        ("http://::1/", "its host has more than one ':'; an IPv6 address belongs in [ ]"),
        ("http://example.com./", "its host 'example.com.' ends with a dot"),
        ("http://a..example/", "its host 'a..example' is not a valid name"),
        ("http://-a.example/", "its host '-a.example' is not a valid name"),
        ("http://a*.example/", "its host 'a*.example' is not a valid name"),
        ("http://example.com:/", "its port '' is not a number from 1 to 65535"),
        ("http://example.com:0/", "its port '0' is not a number from 1 to 65535"),
        ("http://example.com:080/", "its port '080' is not a number from 1 to 65535"),
        ("http://example.com:65536/", "its port '65536' is not a number from 1 to 65535"),
        ("http://example.com:+80/", "its port '+80' is not a number from 1 to 65535"),
        ("http://example.com:22/", "its port 22 is not 80, 443 or one from 1024 on"),
        ("http://example.com:25/", "its port 25 is not 80, 443 or one from 1024 on"),
    ])
    func ambiguousURLIsRefusedWithItsReason(text: String, reason: String) {
        let error = #expect(throws: ImageFetchError.self) { try RemoteURL(parsing: text) }
        #expect(error?.reason == reason)
        #expect(error?.isClientFault == true)
    }

    @Test(arguments: [
        "2130706433", "017700000001", "0x7f000001", "0X7F.1", "127.1", "127.0.1", "0177.0.0.1", "127.0.0.01",
        "0x7f.0x0.0x0.0x1", "256.0.0.1", "1.2.3.4.5", "999", "a.0x1", "example.1", "0x",
    ])
    func hostThatAResolverMayTakeForANumberIsRefused(host: String) {
        let error = #expect(throws: ImageFetchError.self) { try RemoteURL(parsing: "http://\(host)/") }
        #expect(error?.reason.hasSuffix("is neither a name nor an IPv4 address of four decimal numbers") == true)
    }

    @Test func veryLongPartsAreRefused() {
        #expect(throws: ImageFetchError.self) {
            try RemoteURL(parsing: "http://example.com/" + String(repeating: "a", count: 8_200))
        }
        #expect(throws: ImageFetchError.self) {
            try RemoteURL(parsing: "http://\(String(repeating: "a", count: 64)).example/")
        }
        #expect(throws: ImageFetchError.self) {
            try RemoteURL(parsing: "http://\(String(repeating: "a.", count: 127))example/")
        }
    }
}

struct RemoteURLRedirectTests {
    @Test(arguments: [
        ("https://other.example/x", "https://other.example/x"),
        ("//other.example/x", "https://other.example/x"),
        ("/x?y", "https://example.com/x?y"),
        ("x", "https://example.com/a/x"),
        ("./x", "https://example.com/a/x"),
        ("../x", "https://example.com/x"),
        ("../../../x", "https://example.com/x"),
        ("c/./d/..", "https://example.com/a/c/"),
        ("?z=../1", "https://example.com/a/b?z=../1"),
        ("#f", "https://example.com/a/b?q=1/2"),
        ("", "https://example.com/a/b?q=1/2"),
        ("x:y", nil),
        ("http://other.example/", nil),
        ("//user@other.example/", nil),
        ("data:image/png;base64,AAAA", nil),
    ])
    func locationIsReadFromWhereItStands(location: String, expected: String?) throws {
        let url = try RemoteURL(parsing: "https://example.com/a/b?q=1/2")
        #expect((try? url.following(location: location))?.description == expected)
    }

    @Test func plainConnectionMayBecomeEncrypted() throws {
        let url = try RemoteURL(parsing: "http://example.com/")
        #expect(try url.following(location: "https://example.com/").scheme == .https)
    }
}
