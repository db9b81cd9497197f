import HTTPTypes
import Hummingbird
import ImageFetcher
import JobStore
import Logging
import NIOCore
import NIOEmbedded
import Testing

@testable import HTTPAPI

struct OriginTests {
    @Test(
        "reads origins",
        arguments: [
            ("https://images.example.com", "https://images.example.com"),
            ("HTTP://Localhost:8080/", "http://localhost:8080"),
            ("http://[::1]:80", "http://[::1]:80"), ("http://127.0.0.1", "http://127.0.0.1"),
        ]
    )
    func readsOrigins(text: String, origin: String) {
        #expect(PublicOrigin(text)?.description == origin)
    }

    @Test(
        "refuses what is no origin",
        arguments: [
            "", "example.com", "ftp://example.com", "http://", "http://a/b", "http://a b", "http://a?b", "http://u@a",
            "http://a:0", "http://a:65536", "http://a:+80", "http://[::1", "http://[]", "http://é.com",
            "http://a\r\nx: y",
            "http://a\\b", "http://a\"", "http://a:80:90",
        ]
    )
    func refuses(text: String) {
        #expect(PublicOrigin(text) == nil)
    }

    /// What a request's URLs begin with.
    private func origin(
        configured: PublicOrigin? = nil,
        trusting proxies: [AddressBlock] = [],
        peer: String = "10.1.2.3",
        host: String? = "api.internal:8080",
        headers: HTTPFields = [:]
    ) async throws -> PublicOrigin {
        let channel = NIOAsyncTestingChannel()
        channel.remoteAddress = try SocketAddress(ipAddress: peer, port: 4_000)
        let context = APIContext(source: .init(channel: channel, logger: .init(label: "test")))
        let request = Request(
            head: HTTPRequest(method: .get, scheme: "http", authority: host, path: "/", headerFields: headers),
            body: RequestBody(buffer: ByteBuffer())
        )
        return try OriginResolver(publicOrigin: configured, trustedProxies: proxies).origin(of: request, context)
    }

    private let forwarded: HTTPFields = [
        .forwardedProtocol: "https, http", .forwardedHost: "images.example.com , other",
    ]

    @Test func theConfiguredOriginWins() async throws {
        let configured = try #require(PublicOrigin("https://public.example.com"))
        let found = try await origin(configured: configured, trusting: ["0.0.0.0/0"], host: "evil", headers: forwarded)
        #expect(found == configured)
    }

    @Test func aTrustedProxySpeaksForTheClient() async throws {
        let found = try await origin(trusting: ["10.0.0.0/8"], headers: forwarded)
        #expect(found.description == "https://images.example.com")
        let mapped = try await origin(trusting: ["10.0.0.0/8"], peer: "::ffff:10.1.2.3", headers: forwarded)
        #expect(mapped == found)
        let onlyScheme = try await origin(trusting: ["10.0.0.0/8"], headers: [.forwardedProtocol: "https"])
        #expect(onlyScheme.description == "https://api.internal:8080")
    }

    @Test func nobodyElseDoes() async throws {
        let stranger = try await origin(trusting: ["192.168.0.0/16"], headers: forwarded)
        #expect(stranger.description == "http://api.internal:8080")
        #expect(try await origin(headers: forwarded) == stranger)
    }

    @Test("a strange host is refused", arguments: ["a b", "a/b", "a\"b", "", "evil.com/@x", nil] as [String?])
    func strangeHost(host: String?) async throws {
        await #expect(throws: APIError.self) { try await origin(host: host) }
    }

    @Test func strangeForwardedValuesAreRefused() async throws {
        for headers in [[.forwardedHost: "a/b"], [.forwardedProtocol: "javascript"]] as [HTTPFields] {
            await #expect(throws: APIError.self) { try await origin(trusting: ["10.0.0.0/8"], headers: headers) }
        }
    }
}

struct RFC3339Tests {
    @Test(
        "writes moments in UTC",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_400_123, "2000-02-29T00:00:00.123Z"),
            (1_795_631_699_999, "2026-11-25T18:34:59.999Z"), (4_107_542_399_000, "2100-02-28T23:59:59.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
        ] as [(Int64, String)]
    )
    func writes(milliseconds: Int64, text: String) {
        #expect(RFC3339.text(Timestamp(milliseconds: milliseconds)) == text)
    }

    @Test func daysSurviveBothWays() {
        for day in stride(from: Int64(-150_000), to: 150_000, by: 37) {
            #expect(CivilDate(daysSince1970: day).daysSince1970 == day)
        }
    }

    @Test(
        "refuses days that do not exist",
        arguments: ["2026-02-29", "2026-13-01", "2026-1-1", "x", "2026-04-31", "2026-00-10"]
    )
    func refuses(text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test func leapYearsFollowTheGregorianRule() {
        #expect(CivilDate("2000-02-29") != nil)
        #expect(CivilDate("2100-02-29") == nil)
        #expect(CivilDate("2028-02-29") != nil)
    }
}
