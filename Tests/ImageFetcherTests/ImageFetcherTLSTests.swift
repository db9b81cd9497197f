import ImageFetcher
import Logging
import Testing

struct ImageFetcherTLSTests {
    private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nimage"

    private func fetcher(trusting authorities: String?, limits: FetchLimits = .patient()) -> ImageFetcher {
        ImageFetcher(
            settings: FetchSettings(
                policy: AddressPolicy(allowing: ["127.0.0.1"]),
                limits: limits,
                certificateAuthorities: authorities
            ),
            resolver: NameResolver { _ in [IPAddress("127.0.0.1")].compactMap { $0 } },
            logger: Logger(label: "test")
        )
    }

    @Test func pinnedHostProvesTheNameInTheURL() async throws {
        try await TestCertificates.withAuthorityFile { authorities in
            let tls = try TestCertificates.serverContext()
            try await LoopbackServer.withServer(.answer(Self.answer), tls: tls) { server in
                let fetcher = fetcher(trusting: authorities)
                let image = try await fetcher.fetch("https://images.example:\(server.port)/")
                #expect(image.bytes == Array("image".utf8))

                let error = await #expect(throws: ImageFetchError.self) {
                    _ = try await fetcher.fetch("https://other.example:\(server.port)/")
                }
                #expect(error?.code == .tlsFailed)
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test func unknownAuthorityIsRefused() async throws {
        let tls = try TestCertificates.serverContext()
        try await LoopbackServer.withServer(.answer(Self.answer), tls: tls) { server in
            let error = await #expect(throws: ImageFetchError.self) {
                _ = try await fetcher(trusting: nil).fetch("https://images.example:\(server.port)/")
            }
            #expect(error?.code == .tlsFailed)
            #expect(server.requests.isEmpty)
        }
    }

    @Test func handshakeThatNeverEndsIsGivenUpAfterTheConnectTime() async throws {
        try await LoopbackServer.withServer(.answerAndHold("")) { server in
            let limits = FetchLimits(totalTime: .seconds(600), connectTime: .milliseconds(200))
            let error = await #expect(throws: ImageFetchError.self) {
                _ = try await fetcher(trusting: nil, limits: limits).fetch("https://images.example:\(server.port)/")
            }
            #expect(error?.code == .timedOut)
            #expect(error?.reason == "its host did not accept a connection within 0.2 seconds")
        }
    }
}
