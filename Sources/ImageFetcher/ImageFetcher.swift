import AsyncHTTPClient
public import Logging
import NIOCore
import NIOHTTP1

/// Downloads what clients' URLs point to, without letting a client reach through this server what it could not reach
/// by itself.
///
/// 1. The URL is read strictly (``RemoteURL``); `data:` URIs end here, decoded.
/// 2. Its host's name is resolved here, and every address of it must pass the ``AddressPolicy``: a name with one
///    public and one private address is not trusted at all.
/// 3. The connection is pinned to a checked address, and its peer is compared with it before anything is sent.
/// 4. Redirects are followed by hand, and each begins again with step 1. Never from `https` to `http`.
/// 5. Bytes are counted as they arrive; declared lengths only serve to refuse early.
///
/// No cookies, no environment's proxy, no compression. Everything is closed when ``fetch(_:)`` returns.
public struct ImageFetcher: Sendable {
    private let settings: FetchSettings
    private let targets: ConnectionTargets
    private let threads: BlockingThreads
    private let client: PinnedClient
    private let logger: Logger

    /// Without a resolver, names are resolved as the system does it.
    public init(settings: FetchSettings = FetchSettings(), resolver: NameResolver? = nil, logger: Logger) {
        // As many names as may be looked up at the same time: the look-ups wait, they do not compute.
        let threads = BlockingThreads(count: 16)
        self.settings = settings
        self.threads = threads
        self.targets = ConnectionTargets(
            settings: settings,
            resolver: resolver ?? .system(on: threads),
            logger: logger
        )
        self.client = PinnedClient(settings: settings, logger: logger)
        self.logger = logger
    }

    /// The bytes behind an `https:`, `http:` or `data:image/…;base64,` URL.
    ///
    /// `willKeep` is called before bytes that came over the network are kept, with how many; what it throws ends the fetch.
    ///
    /// - Throws: ``ImageFetchError``, what `willKeep` throws, or `CancellationError` when the calling task is cancelled.
    public func fetch(
        _ url: String,
        willKeep: @escaping @Sendable (Int) throws -> Void = { _ in }
    ) async throws -> FetchedImage {
        do {
            if DataURI.isDataURI(url) { return try await image(inside: url) }
            let first = try RemoteURL(parsing: url)
            return try await withinTotalTime(settings.limits.totalTime) { try await follow(first, willKeep) }
        } catch let error as ImageFetchError {
            throw error
        } catch let error as KeepingRefused {
            throw error.cause
        } catch let error where error is CancellationError || Task.isCancelled {
            throw CancellationError()
        } catch {
            let failure = FetchFailure(error, settings: settings)
            logger.debug("fetch failed", metadata: ["code": "\(failure.code)", "cause": "\(error)"])
            throw ImageFetchError(failure.code, url: url, failure.reason)
        }
    }

    private func image(inside url: String) async throws -> FetchedImage {
        let uri = try DataURI(parsing: url, byteLimit: settings.limits.bytes)
        guard let bytes = try await threads.run({ uri.decoded() }) else {
            throw FetchFailure(.invalidDataURI, "its content is not valid base64")
        }
        guard bytes.count <= settings.limits.bytes else { throw tooLarge }
        return FetchedImage(bytes: bytes, declaredMediaType: uri.mediaType)
    }

    private func follow(_ first: RemoteURL, _ willKeep: @escaping WillKeep) async throws -> FetchedImage {
        var url = first
        var location: String?
        for _ in 0...settings.limits.redirects {
            do {
                if let location { url = try url.following(location: location) }
                switch try await answer(from: url, willKeep) {
                case .image(let image): return image
                case .redirect(let next): location = next
                }
            } catch let error as KeepingRefused {
                throw error
            } catch let error where location != nil && !Task.isCancelled {
                let failure = FetchFailure(error, settings: settings)
                let place = ImageFetchError.shortened(location ?? "")
                throw FetchFailure(failure.code, "it redirects to \(place), and there: \(failure.reason)")
            }
        }
        throw FetchFailure(.badRedirect, "it redirects more than \(settings.limits.redirects) times")
    }

    /// Asks the first of the host's addresses that accepts a connection.
    private func answer(from url: RemoteURL, _ willKeep: @escaping WillKeep) async throws -> FetchAnswer {
        let reader = AnswerReader(byteLimit: settings.limits.bytes, willKeep: willKeep)
        return try await targets.tryEach(for: url) { target in
            try await client.withAnswer(to: url, at: target, request(for: url)) { try await reader.read($0) }
        }
    }

    private func request(for url: RemoteURL) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: url.description)
        request.headers.add(name: "User-Agent", value: settings.userAgent)
        request.headers.add(name: "Accept", value: "image/png, image/jpeg, image/webp, image/gif, */*;q=0.1")
        // A compressed answer could grow a thousandfold after it was counted.
        request.headers.add(name: "Accept-Encoding", value: "identity")
        return request
    }

    private var tooLarge: FetchFailure { .tooLarge(limit: settings.limits.bytes) }
}
