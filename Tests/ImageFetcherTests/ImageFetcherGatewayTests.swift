import ImageFetcher
import Logging
import Testing

struct ImageFetcherGatewayTests {
    private func fetcher(through port: Int, limits: FetchLimits = .patient()) -> ImageFetcher {
        ImageFetcher(
            settings: FetchSettings(limits: limits, gateway: EgressGateway(host: "127.0.0.1", port: port)),
            resolver: NameResolver { name in
                Issue.record("\(name) was resolved here, not by the gateway")
                return []
            },
            logger: Logger(label: "test")
        )
    }

    @Test func gatewayIsAskedForTheNameAndTunnelsTheRequest() async throws {
        let gateway = LoopbackServer.Behaviour.byRequest { head in
            head.hasPrefix("CONNECT")
                ? "HTTP/1.1 200 Connection established\r\n\r\n"
                : "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nimage"
        }
        try await LoopbackServer.withServer(gateway) { server in
            let image = try await fetcher(through: server.port).fetch("http://images.example/a.png")
            #expect(image.bytes == Array("image".utf8))
            #expect(server.requests.first?.hasPrefix("CONNECT images.example:80 HTTP/1.1\r\n") == true)
            #expect(server.requests.last?.hasPrefix("GET /a.png HTTP/1.1\r\n") == true)
        }
    }

    @Test func deadGatewayIsNotTheClientsFault() async throws {
        let port = try await LoopbackServer.withServer(.answer("")) { $0.port }
        let error = await #expect(throws: ImageFetchError.self) {
            _ = try await fetcher(through: port).fetch("http://images.example/a.png")
        }
        #expect(error?.code == .upstreamUnavailable)
        #expect(error?.isClientFault == false)
    }

    @Test func silentGatewayIsNotTheClientsFault() async throws {
        try await LoopbackServer.withServer(.answerAndHold("")) { server in
            let error = await #expect(throws: ImageFetchError.self) {
                let limits = FetchLimits(totalTime: .seconds(600), connectTime: .milliseconds(200))
                _ = try await fetcher(through: server.port, limits: limits).fetch("http://images.example/a.png")
            }
            #expect(error?.code == .upstreamUnavailable)
        }
    }

    @Test func gatewayThatRefusesThePlaceBlamesTheURL() async throws {
        try await LoopbackServer.withServer(.answer("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")) { server in
            let error = await #expect(throws: ImageFetchError.self) {
                _ = try await fetcher(through: server.port).fetch("http://images.example/a.png")
            }
            #expect(error?.code == .connectionFailed)
        }
    }

    @Test func addressInTheURLIsCheckedBeforeTheGatewayIsAsked() async throws {
        try await LoopbackServer.withServer(.answer("")) { server in
            let error = await #expect(throws: ImageFetchError.self) {
                _ = try await fetcher(through: server.port).fetch("http://169.254.169.254/latest/meta-data/")
            }
            #expect(error?.code == .refusedAddress)
            #expect(server.connectionCount == 0)
        }
    }
}
