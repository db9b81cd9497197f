import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import NIOPosix

/// Asks a Hugging Face-compatible hub.
///
/// | request                                                            | for                                        |
/// |--------------------------------------------------------------------|--------------------------------------------|
/// | `GET /api/models/{repository}/revision/{revision}?blobs=true`      | commit, files, sizes, checksums, licence   |
/// | `HEAD /{repository}/resolve/{commit}/{path}`                       | size and checksum that the listing lacks   |
/// | `GET /{repository}/resolve/{commit}/{path}` (`Range`)              | a file or a part of it, often elsewhere    |
struct HubClient: Sendable {
    let settings: HubSettings
    let repository: String
    private let client: HTTPClient
    private let logger: Logger
    private static let largestListing = 32 << 20
    private static let mostRedirects = 5

    /// Runs the closure with a client for one repository, whose connections are closed afterwards.
    static func withClient<Result: Sendable>(
        _ settings: HubSettings,
        repository: String,
        logger: Logger,
        _ body: @Sendable (HubClient) async throws -> Result
    ) async throws -> Result {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(settings.connectTime), read: TimeAmount(settings.idleTime)),
            decompression: .disabled
        )
        // Parts on connections of their own: one lost packet must not hold up all of them.
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        return try await HTTPClient.withHTTPClient(
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            configuration: configuration
        ) { client in
            try await body(HubClient(settings: settings, repository: repository, client: client, logger: logger))
        }
    }

    private init(settings: HubSettings, repository: String, client: HTTPClient, logger: Logger) {
        (self.settings, self.repository, self.client, self.logger) = (settings, repository, client, logger)
    }

    /// What the repository has at a revision.
    func listing(revision: String) async throws -> HubListing {
        let escaped = revision.replacing("/", with: "%2F")
        let address = try HubAddress("\(settings.endpoint)/api/models/\(repository)/revision/\(escaped)?blobs=true")
        let json = try await retrying(repository) {
            try await send(.GET, address) { try await whole($0, limit: Self.largestListing) }
        }
        return try HubListing(json, repository: repository)
    }

    /// The whole of a small file.
    func contents(of path: RemotePath, commit: String, limit: Int) async throws -> Data {
        let address = try address(of: path, commit: commit)
        return try await retrying(path.text) {
            try await send(.GET, address, commit: commit) { try await whole($0, limit: limit) }
        }
    }

    /// The file with its size and checksum, from the answer's head, where a listing lacks them.
    func completed(_ file: RemoteFile, commit: String) async throws -> RemoteFile {
        let address = try address(of: file.path, commit: commit)
        return try await retrying(file.path.text) {
            // The hub's own answer has them; where it redirects, another server would answer.
            try await send(.HEAD, address, commit: commit, followsRedirects: false) { response in
                var file = file
                let headers = response.headers
                file.size = (headers.first(name: "x-linked-size") ?? headers.first(name: "content-length")).flatMap(
                    Int64.init
                )
                if let tag = headers.first(name: "x-linked-etag") ?? headers.first(name: "etag") {
                    file.setChecksum(entityTag: tag)
                }
                guard let size = file.size, size >= 0, size <= 1 << 42 else {
                    throw HubFailure.permanent(.badAnswer, file.path.text, "the hub does not say how large it is")
                }
                return file
            }
        }
    }

    func address(of path: RemotePath, commit: String) throws -> HubAddress {
        let escaped = path.text.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path.text
        return try HubAddress("\(settings.endpoint)/\(repository)/resolve/\(commit)/\(escaped)")
    }

    /// Tries until it succeeds, fails for good, or has failed too often.
    func retrying<Result>(_ subject: String, _ body: () async throws -> Result) async throws -> Result {
        var schedule = RetrySchedule(settings)
        while true {
            do {
                return try await body()
            } catch {
                try await pause(after: error, subject: subject, &schedule)
            }
        }
    }

    /// Returns after the pause before another try; throws `ModelLibraryError` when there is none.
    func pause(after error: any Error, subject: String, _ schedule: inout RetrySchedule) async throws {
        if error is CancellationError || Task.isCancelled { throw CancellationError() }
        let failure = HubFailure(error, subject: subject)
        guard let pause = schedule.pause(after: failure) else { throw failure.error }
        logger.debug("a request to the hub failed and is tried again", metadata: ["error": "\(failure.error)"])
        try await Task.sleep(for: pause)
    }

    /// Sends one request, follows redirects, and hands a good answer to the closure.
    ///
    /// The token goes to the hub's own server alone, and to that no more once another has been asked.
    func send<Result: Sendable>(
        _ method: HTTPMethod,
        _ first: HubAddress,
        commit: String? = nil,
        range: Range<Int64>? = nil,
        followsRedirects: Bool = true,
        _ body: (HTTPClientResponse) async throws -> Result
    ) async throws -> Result {
        var address = first
        var isAtHub = true
        for _ in 0...Self.mostRedirects {
            var request = HTTPClientRequest(url: address.url.absoluteString)
            request.method = method
            request.headers.add(name: "user-agent", value: "yukimi")
            if let range {
                request.headers.add(name: "range", value: "bytes=\(range.lowerBound)-\(range.upperBound - 1)")
            }
            if isAtHub, let token = settings.token {
                request.headers.add(name: "authorization", value: "Bearer \(token)")
            }
            let response = try await client.execute(request, deadline: .distantFuture, logger: logger)
            if let commit, isAtHub, let answered = response.headers.first(name: "x-repo-commit"), answered != commit {
                throw HubFailure.permanent(.badAnswer, address.visibleText, "the hub answered for commit \(answered)")
            }
            guard (300..<400).contains(response.status.code), response.status != .notModified else {
                try HubAnswer(response, address: address, isAtHub: isAtHub, hasToken: settings.token != nil).check()
                return try await body(response)
            }
            if !followsRedirects { return try await body(response) }
            let location = response.headers.first(name: "location") ?? ""
            let next = try HubAddress(location, relativeTo: address.url)
            guard next.scheme == "https" || address.scheme == "http" else {
                throw HubFailure.permanent(.badAnswer, address.visibleText, "it redirects from https to http")
            }
            isAtHub = isAtHub && next.isSameOrigin(as: first)
            address = next
        }
        throw HubFailure.permanent(.badAnswer, first.visibleText, "it redirects more than \(Self.mostRedirects) times")
    }

    private func whole(_ response: HTTPClientResponse, limit: Int) async throws -> Data {
        do {
            return Data(buffer: try await response.body.collect(upTo: limit))
        } catch is NIOTooManyBytesError {
            throw HubFailure.permanent(.badAnswer, repository, "an answer of the hub has more than \(limit) bytes")
        }
    }
}
