import ImageFetcher
import Testing

struct AddressPolicyTests {
    @Test(arguments: [
        // The first and the last address of each block, where both say something.
        ("0.0.0.0", "an unspecified address"), ("0.255.255.255", "an unspecified address"),
        ("10.0.0.0", "a private address"), ("10.255.255.255", "a private address"),
        ("100.64.0.0", "a carrier's shared address"), ("100.127.255.255", "a carrier's shared address"),
        ("100.100.100.200", "a cloud metadata address"),
        ("127.0.0.1", "a loopback address"), ("127.255.255.254", "a loopback address"),
        ("168.63.129.16", "a cloud metadata address"),
        ("169.254.0.1", "a link-local address"), ("169.254.255.255", "a link-local address"),
        ("169.254.169.254", "a cloud metadata address"), ("169.254.170.2", "a link-local address"),
        ("172.16.0.0", "a private address"), ("172.31.255.255", "a private address"),
        ("192.0.0.8", "a protocol assignment"), ("192.0.0.192", "a cloud metadata address"),
        ("192.0.2.1", "a documentation address"), ("192.88.99.1", "a 6to4 relay address"),
        ("192.168.0.0", "a private address"), ("192.168.255.255", "a private address"),
        ("198.18.0.0", "a benchmarking address"), ("198.19.255.255", "a benchmarking address"),
        ("198.51.100.7", "a documentation address"), ("203.0.113.7", "a documentation address"),
        ("224.0.0.1", "a multicast address"), ("239.255.255.255", "a multicast address"),
        ("240.0.0.1", "a reserved address"), ("255.255.255.254", "a reserved address"),
        ("255.255.255.255", "a broadcast address"),
        ("::", "an unspecified address"), ("::1", "a loopback address"),
        ("::ffff:127.0.0.1", "an IPv4 address written as IPv6"), ("::ffff:8.8.8.8", "an IPv4 address written as IPv6"),
        ("::127.0.0.1", "an IPv4 address written as IPv6"), ("::2", "an IPv4 address written as IPv6"),
        ("::ffff:0:127.0.0.1", "not a public address"),
        ("64:ff9b::127.0.0.1", "a NAT64 address"), ("64:ff9b::8.8.8.8", "a NAT64 address"),
        ("64:ff9b:1::1", "a NAT64 address"), ("100::1", "a discard address"), ("1000::1", "not a public address"),
        ("2001::1", "a Teredo address"), ("2001:0:7f00:1::", "a Teredo address"),
        ("2001:10::1", "a protocol assignment"), ("2001:20::1", "a protocol assignment"),
        ("2001:db8::1", "a documentation address"),
        ("2002:7f00:1::", "a 6to4 address"), ("2002:808:808::1", "a 6to4 address"),
        ("3fff::1", "a documentation address"), ("4000::1", "not a public address"),
        ("5f00::1", "not a public address"),
        ("fc00::1", "a private address"), ("fdff:ffff::1", "a private address"),
        ("fd00:ec2::254", "a cloud metadata address"), ("fd20:ce::254", "a cloud metadata address"),
        ("fe80::1", "a link-local address"), ("febf::1", "a link-local address"), ("fec0::1", "a site-local address"),
        ("ff02::1", "a multicast address"), ("ff0e::1", "a multicast address"),
    ])
    func specialAddressIsRefusedAsWhatItIs(text: String, kind: String) throws {
        #expect(AddressPolicy().refusal(of: try #require(IPAddress(text))) == kind)
    }

    @Test(arguments: [
        "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.0", "168.63.129.17", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
        "192.0.1.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
        "2606:4700:4700::1111", "2a00:1450:4001:81b::200e", "2001:200::1", "2001:4860:4860::8888", "2620:fe::fe",
        "3ffe::1", "3fff:1000::1",
    ])
    func publicAddressIsAllowed(text: String) throws {
        #expect(AddressPolicy().refusal(of: try #require(IPAddress(text))) == nil)
    }

    @Test func listedBlockIsAllowedAndNothingBesideIt() throws {
        let policy = AddressPolicy(allowing: ["10.1.0.0/16", "fd12::/16"])
        #expect(policy.refusal(of: try #require(IPAddress("10.1.2.3"))) == nil)
        #expect(policy.refusal(of: try #require(IPAddress("fd12::1"))) == nil)
        #expect(policy.refusal(of: try #require(IPAddress("10.2.0.1"))) == "a private address")
        #expect(policy.refusal(of: try #require(IPAddress("::ffff:10.1.2.3"))) == "an IPv4 address written as IPv6")
    }

    @Test(arguments: ["64:ff9b::127.0.0.1", "::ffff:127.0.0.1", "::127.0.0.1", "2002:7f00:1::1"])
    func listedMappingDoesNotOpenTheAddressesBehindIt(text: String) throws {
        let policy = AddressPolicy(allowing: ["64:ff9b::/96", "::ffff:0:0/96", "::/96", "2002::/16"])
        #expect(policy.refusal(of: try #require(IPAddress(text))) == "a loopback address")
        #expect(policy.refusal(of: try #require(IPAddress("64:ff9b::8.8.8.8"))) == nil)
        #expect(policy.refusal(of: try #require(IPAddress("2002:808:808::1"))) == nil)
    }
}
