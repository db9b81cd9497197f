import Foundation
import GenerationTypes
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ImageCodecs
import ImageFetcher
import JobStore
import Logging
import Testing

@testable import HTTPAPI

/// A server with a data folder of its own, an account with credits, a key and, unless told otherwise, a worker.
struct TestService: Sendable {
    let client: any TestClientProtocol
    let store: Store
    let account: AccountID
    /// With the scopes `generate` and `read`.
    let key: String
    let lifecycle: ServerLifecycle

    static let slug = "kling-3-image2image"
    static let price = MicroDollars(35_000)
    /// What the fake worker delivers: no image, since nobody decodes it.
    static let delivered = Array("not really an image".utf8)

    static func codec() throws -> ImageCodec { try ImageCodec() }

    /// A small PNG that passes the look at its header.
    static func png(side: Int = 64) throws -> [UInt8] {
        let size = PixelSize(width: side, height: side)
        let bitmap = Bitmap(size: size, layout: .rgb, bytes: Array(repeating: 128, count: side * side * 3))
        let metadata = OutputMetadata(
            software: "test",
            engine: "test",
            seed: 0,
            prompt: "grey",
            digitalSource: .algorithmicallyEnhanced
        )
        return try codec().encode(bitmap, as: .png, metadata: metadata)
    }

    static func dataURI() throws -> String { "data:image/png;base64," + Base64.text(try png()) }

    /// A body that is accepted.
    static func body(_ changes: KeyValuePairs<String, JSONValue> = [:]) throws -> JSONValue {
        var members: [JSONValue.Member] = [
            .init(name: "image_url", value: .string(try dataURI())), .init(name: "prompt", value: "make it winter"),
        ]
        for (name, value) in changes {
            members.removeAll { $0.name == name }
            members.append(.init(name: name, value: value))
        }
        return .object(members)
    }

    static func run(
        _ setup: TestingSetup = .router,
        credits: MicroDollars = MicroDollars(10_000_000),
        configure: (inout HTTPAPIConfiguration) -> Void = { _ in },
        checks: [ReadinessCheck] = [],
        worker: (@Sendable (Job) -> FakeWorker.Reaction)? = { _ in .deliver() },
        clock: WallClock = .system,
        _ test: @Sendable @escaping (TestService) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("yukimi-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try Store(folder: folder, clock: clock)
        let account = try await store.accounts.create(name: "test").id
        if credits > .zero { try await store.credits.grant(credits, to: account) }
        let key = try await store.keys.create(for: account, name: "test").text

        var configuration = HTTPAPIConfiguration(
            models: [ServedModel(slug: slug, engine: FakeWorker.engine, price: price)]
        )
        configuration.rateLimit = RateLimit(requestsPerMinute: 60_000, burst: 10_000)
        // The test's client connects at once, and a busy machine may take long to send its first request.
        configuration.limits.headerTime = .seconds(300)
        configure(&configuration)
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let dependencies = APIDependencies(
            store: store,
            fetcher: ImageFetcher(logger: logger),
            codec: try codec(),
            readinessChecks: checks
        )
        let server = buildServer(
            dependencies,
            configuration: configuration,
            address: .hostname("127.0.0.1", port: 0),
            logger: logger
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            if let worker {
                group.addTask { try await FakeWorker(store: store, image: delivered, react: worker).run() }
            }
            try await server.test(setup) { client in
                try await test(
                    TestService(
                        client: client,
                        store: store,
                        account: account,
                        key: key,
                        lifecycle: dependencies.lifecycle
                    )
                )
            }
        }
    }
}

// MARK: - Requests

/// What came back.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    var json: JSONValue {
        get throws { try JSONParser.parse(bytes) }
    }

    /// The envelope's text.
    var error: String? { try? json["error"]?.text }
}

extension TestService {
    /// A request with the service's key.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: JSONValue? = nil,
        headers: HTTPFields = [:]
    ) async throws -> Answer {
        var headers = headers
        if headers[.apiKey] == nil { headers[.apiKey] = key }
        if body != nil, headers[.contentType] == nil { headers[.contentType] = "application/json" }
        return try await sendAsIs(method, path, body?.buffer, headers: headers)
    }

    func sendAsIs(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: ByteBuffer? = nil,
        headers: HTTPFields = [:]
    ) async throws -> Answer {
        let response = try await client.executeRequest(uri: path, method: method, headers: headers, body: body)
        return Answer(
            status: response.status.code,
            headers: response.head.headerFields,
            bytes: Array(response.body.readableBytesView)
        )
    }

    func generate(_ body: JSONValue, headers: HTTPFields = [:]) async throws -> Answer {
        try await send(.post, "/v1/\(Self.slug)", body, headers: headers)
    }

    func submit(_ body: JSONValue, headers: HTTPFields = [:]) async throws -> Answer {
        try await send(.post, "/v2/\(Self.slug)", body, headers: headers)
    }

    /// The id of a request that is accepted.
    func submitted(_ body: JSONValue? = nil) async throws -> JobID {
        let answer = try await submit(try body ?? Self.body())
        return try #require(try answer.json["request_id"]?.text.flatMap { JobID($0) })
    }

    /// Waits, as a client would by polling.
    func finished(_ id: JobID) async throws -> Job {
        try #require(try await store.watcher.wait(for: id))
    }

    func balance() async throws -> CreditBalance { try await store.credits.balance(of: account) }

    func path(of url: JSONValue?) throws -> String {
        let text = try #require(url?.text)
        #expect(text.hasPrefix("http://localhost/"))
        return String(text.dropFirst("http://localhost".count))
    }
}
