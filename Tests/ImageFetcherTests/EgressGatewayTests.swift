import ImageFetcher
import Testing

struct EgressGatewayTests {
    @Test(arguments: [
        ("proxy.internal:3128", "proxy.internal", 3128), ("http://10.0.0.1:80", "10.0.0.1", 80),
        ("[fd00::1]:3128", "fd00::1", 3128),
    ])
    func hostAndPortAreRead(text: String, host: String, port: Int) {
        #expect(EgressGateway(text) == EgressGateway(host: host, port: port))
    }

    @Test(arguments: [
        "", "proxy", "proxy:", "proxy:0", "proxy:65536", ":3128", "http://u:p@proxy:1", "https://proxy:1",
    ])
    func anythingElseIsRefused(text: String) {
        #expect(EgressGateway(text) == nil)
    }
}
