import AsyncHTTPClient
public import Logging
import NIOCore

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
    private let resolver: NameResolver
    private let threads: BlockingThreads
    private let client: PinnedClient
    private let logger: Logger

    /// Without a resolver, names are resolved as the system does it.
    public init(settings: FetchSettings = FetchSettings(), resolver: NameResolver? = nil, logger: Logger) {
        // As many names as may be looked up at the same time: the look-ups wait, they do not compute.
        let threads = BlockingThreads(count: 16)
        self.settings = settings
        self.threads = threads
        self.resolver = resolver ?? .system(on: threads)
        self.client = PinnedClient(settings: settings, logger: logger)
        self.logger = logger
    }

    /// The bytes behind an `https:`, `http:` or `data:image/…;base64,` URL.
    ///
    /// - Throws: ``ImageFetchError``, or `CancellationError` when the calling task is cancelled.
    public func fetch(_ url: String) async throws -> FetchedImage {
        do {
            if DataURI.isDataURI(url) { return try await image(inside: url) }
            let first = try RemoteURL(parsing: url)
            return try await withinTotalTime { try await follow(first) }
        } catch let error as ImageFetchError {
            throw error
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

    private func follow(_ first: RemoteURL) async throws -> FetchedImage {
        var url = first
        var location: String?
        for _ in 0...settings.limits.redirects {
            do {
                if let location { url = try url.following(location: location) }
                switch try await answer(from: url) {
                case .image(let image): return image
                case .redirect(let next): location = next
                }
            } catch let error where location != nil && !Task.isCancelled {
                let failure = FetchFailure(error, settings: settings)
                let place = ImageFetchError.shortened(location ?? "")
                throw FetchFailure(failure.code, "it redirects to \(place), and there: \(failure.reason)")
            }
        }
        throw FetchFailure(.badRedirect, "it redirects more than \(settings.limits.redirects) times")
    }

    /// Asks the first of the host's addresses that accepts a connection.
    private func answer(from url: RemoteURL) async throws -> FetchAnswer {
        let reader = AnswerReader(byteLimit: settings.limits.bytes)
        var failure = FetchFailure(.unresolvableName, "its host '\(url.hostText)' has no address")
        for target in try await connectionTargets(for: url) {
            do {
                return try await client.withAnswer(to: url, at: target) { try await reader.read($0) }
            } catch let error as ConnectionFailure {
                failure = FetchFailure(error, settings: settings)
            }
        }
        throw failure
    }

    /// At most three checked addresses; more would only make a dead host take longer.
    private func connectionTargets(for url: RemoteURL) async throws -> [ConnectionTarget] {
        let addresses: [IPAddress]
        switch url.host {
        case .address(let address):
            if let kind = settings.policy.refusal(of: address) {
                throw FetchFailure(.refusedAddress, "its host \(address) is \(kind)")
            }
            addresses = [address]
        case .name(let name):
            if let gateway = settings.gateway { return [.gateway(gateway)] }
            addresses = try await resolver.addresses(name)
            // Which address it is stays in the log: it may be the business of our own network only.
            for address in addresses {
                guard let kind = settings.policy.refusal(of: address) else { continue }
                logger.debug(
                    "name resolves to a refused address",
                    metadata: ["name": "\(name)", "address": "\(address)", "kind": "\(kind)"]
                )
                throw FetchFailure(.refusedAddress, "its host '\(name)' has an address that is not public")
            }
        }
        if let gateway = settings.gateway { return [.gateway(gateway)] }
        return addresses.prefix(3).map { .address($0) }
    }

    private func withinTotalTime(
        _ work: @escaping @Sendable () async throws -> FetchedImage
    ) async throws -> FetchedImage {
        let limit = settings.limits.totalTime
        return try await withThrowingTaskGroup(of: FetchedImage.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: limit)
                throw FetchFailure(.timedOut, "it was not complete after \(limit)")
            }
            guard let image = try await group.next() else { throw CancellationError() }
            return image
        }
    }

    private var tooLarge: FetchFailure { .tooLarge(limit: settings.limits.bytes) }
}
