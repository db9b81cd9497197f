import ImageFetcher
import Testing

struct IPAddressTests {
    @Test(arguments: ["0.0.0.0", "127.0.0.1", "8.8.8.8", "255.255.255.255", "::", "::1", "2606:4700::1111", "fe80::1"])
    func canonicalSpellingIsReadAndWrittenAlike(text: String) {
        #expect(IPAddress(text)?.description == text)
    }

    @Test func longSpellingsOfOneAddressAreEqual() {
        let short = "2001:db8::1"
        #expect(IPAddress("2001:0DB8:0:0:0:0:0:1") == IPAddress(short))
        #expect(IPAddress("::ffff:127.0.0.1") == IPAddress("::ffff:7f00:1"))
    }

    @Test(arguments: [
        "", " 127.0.0.1", "127.0.0.1 ", "127.0.0.1\n", "127.0.0.1\0", "127.1", "127.0.1", "2130706433", "0x7f000001",
        "0x7f.0.0.1", "0177.0.0.1", "127.0.0.01", "127.0.0.256", "127.0.0.1.", "1.2.3.4.5", "１２７.0.0.1", "localhost",
        "[::1]", "::1%lo", "fe80::1%1", "1:2:3:4:5:6:7", "1::2::3", "::12345", "::g", "127.0.0.-1", "+127.0.0.1",
    ])
    func otherSpellingsAreNoAddresses(text: String) {
        #expect(IPAddress(text) == nil)
    }
}
