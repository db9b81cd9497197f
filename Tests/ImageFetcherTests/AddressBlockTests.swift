import ImageFetcher
import Testing

struct AddressBlockTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.255.255", "11.0.0.0"),
        ("192.168.1.128/25", "192.168.1.128", "192.168.1.127"),
        ("192.0.2.7", "192.0.2.7", "192.0.2.8"),
        ("fc00::/7", "fdff::1", "fe00::1"),
        ("2001:db8::/32", "2001:db8:ffff::", "2001:db9::"),
        ("0.0.0.0/0", "203.0.113.9", "::1"),
    ])
    func blockContainsExactlyItsRange(text: String, inside: String, outside: String) throws {
        let block = try #require(AddressBlock(text))
        #expect(block.contains(try #require(IPAddress(inside))))
        #expect(!block.contains(try #require(IPAddress(outside))))
    }

    @Test(arguments: [
        "", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.1/8", "10/8", "::/129", "fc00::1/7",
        "10.0.0.0/8/8", "example.com",
    ])
    func unclearBlockIsNotRead(text: String) {
        #expect(AddressBlock(text) == nil)
    }
}
