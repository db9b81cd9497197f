import AsyncHTTPClient
public import Logging
import NIOCore
import NIOHTTP1

/// Posts to addresses that clients named, behind the same checks as ``ImageFetcher``: strict URLs, every address of a name
/// judged, the connection pinned to a judged one, no cookies, no environment's proxy.
///
/// A redirect is an answer like any other, and is not followed. The answer is its status: no byte of its body is waited
/// for.
public struct WebhookSender: Sendable {
    private let settings: FetchSettings
    private let targets: ConnectionTargets
    private let client: PinnedClient
    private let logger: Logger

    /// Without a resolver, names are resolved as the system does it. One message may take the settings'
    /// `limits.totalTime`.
    public init(settings: FetchSettings = FetchSettings(), resolver: NameResolver? = nil, logger: Logger) {
        self.settings = settings
        let resolver = resolver ?? .system(on: BlockingThreads(count: 4))
        self.targets = ConnectionTargets(settings: settings, resolver: resolver, logger: logger)
        self.client = PinnedClient(settings: settings, logger: logger)
        self.logger = logger
    }

    /// Sends a JSON document and says with which status the receiver answered.
    ///
    /// - Throws: ``ImageFetchError`` when there was no answer, or `CancellationError` when the calling task is cancelled.
    public func post(_ json: [UInt8], headers: [(name: String, value: String)], to url: String) async throws -> Int {
        do {
            let remote = try RemoteURL(parsing: url)
            var request = HTTPClientRequest(url: remote.description)
            request.method = .POST
            for header in headers { request.headers.add(name: header.name, value: header.value) }
            request.headers.add(name: "Content-Type", value: "application/json")
            request.headers.add(name: "User-Agent", value: settings.userAgent)
            request.body = .bytes(ByteBuffer(bytes: json))
            return try await withinTotalTime(settings.limits.totalTime) { [request] in
                try await send(request, to: remote)
            }
        } catch let error as ImageFetchError {
            throw error
        } catch let error where error is CancellationError || Task.isCancelled {
            throw CancellationError()
        } catch {
            let failure = FetchFailure(error, settings: settings)
            logger.debug("message not delivered", metadata: ["code": "\(failure.code)", "cause": "\(error)"])
            throw ImageFetchError(failure.code, url: url, failure.reason)
        }
    }

    private func send(_ request: HTTPClientRequest, to url: RemoteURL) async throws -> Int {
        try await targets.tryEach(for: url) { target in
            try await client.withAnswer(to: url, at: target, request) { Int($0.status.code) }
        }
    }
}
