import AsyncHTTPClient
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Sends requests to a bucket's server: signed, within time-outs, again where that is safe.
final class S3Connection: Sendable {
    let settings: S3Settings
    private let client: HTTPClient
    private let logger: Logger
    private let arithmetic = BlockingWork()
    private let now: @Sendable () -> Date

    /// - Throws: ``ObjectStorageError`` `refused` when the file of certificate authorities cannot be read.
    init(_ settings: S3Settings, logger: Logger, now: @escaping @Sendable () -> Date) throws {
        self.settings = settings
        self.now = now
        // The client writes what it sends at `trace`, headers and all.
        var logger = logger
        logger.logLevel = max(logger.logLevel, .debug)
        self.logger = logger
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(
                connect: TimeAmount(settings.limits.connectTime),
                read: TimeAmount(settings.limits.idleTime)
            ),
            decompression: .disabled
        )
        configuration.httpVersion = .http1Only
        // Attempts are counted here.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 32
        if let path = settings.certificateAuthorities {
            do {
                var tls = TLSConfiguration.makeClientConfiguration()
                tls.additionalTrustRoots = [.certificates(try NIOSSLCertificate.fromPEMFile(path))]
                configuration.tlsConfiguration = tls
            } catch {
                throw ObjectStorageError(.refused, "s3.ca-file: \(path) cannot be read as PEM: \(error)")
            }
        }
        client = HTTPClient(
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            configuration: configuration
        )
    }

    deinit {
        // Idle connections; whoever still waits for an answer holds a reference.
        client.shutdown(queue: .global()) { _ in }
    }

    /// - Throws: ``ObjectStorageError``, or `CancellationError`.
    func send(_ request: S3Request) async throws -> S3Answer {
        try await send(request) { $0 }
    }

    /// Sends, and judges the answer; what judging throws counts as a failed attempt.
    func send<Value>(_ request: S3Request, _ judge: (S3Answer) throws -> Value) async throws -> Value {
        let hash = try await payloadHash(request.body)
        var attempt = 1
        while true {
            do {
                return try judge(try await sendOnce(request, hash))
            } catch {
                if error is CancellationError || Task.isCancelled { throw CancellationError() }
                let failure = S3Failure(error)
                guard attempt < settings.limits.attempts, mayTryAgain(request, failure) else {
                    throw failure.error(request, settings)
                }
                logger.debug(
                    "a request to the object store failed and is tried again",
                    metadata: ["request": "\(request.subject)", "reason": "\(failure.reason)", "attempt": "\(attempt)"]
                )
            }
            try await Task.sleep(for: pause(after: attempt))
            attempt += 1
        }
    }

    private func mayTryAgain(_ request: S3Request, _ failure: S3Failure) -> Bool {
        switch (request.retrying, failure.prospect) {
        case (.never, _), (_, .hopeless), (.ifRefused, .unknown): false
        case (.always, _), (.ifRefused, .refused): true
        }
    }

    /// Random, so that those whom one moment has refused do not come back in one moment.
    private func pause(after attempt: Int) -> Duration {
        settings.limits.firstPause * (1 << min(attempt - 1, 6)) * Double.random(in: 0.5...1)
    }

    private func payloadHash(_ body: ArraySlice<UInt8>) async throws -> String {
        if body.count < 64 << 10 { return RequestSignature.hash(body) }
        return try await arithmetic.run { RequestSignature.hash(body) }
    }

    private func sendOnce(_ request: S3Request, _ payloadHash: String) async throws -> S3Answer {
        let address = S3Address(settings, key: request.key, query: request.query)
        // The time is a part of the signature: each attempt has its own.
        let signature = RequestSignature(credentials: settings.credentials, region: settings.region, date: now())
        let headers = signature.headers(
            RequestSignature.Request(
                method: request.method.rawValue,
                address: address,
                headers: request.headers,
                payloadHash: payloadHash
            )
        )
        var message = HTTPClientRequest(url: address.url)
        message.method = request.method
        message.headers = HTTPHeaders(headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        if request.method == .PUT || request.method == .POST {
            message.body = .bytes(ByteBuffer(bytes: request.body))
        }
        // A megabyte a second at the least.
        let time = settings.limits.attemptTime + .microseconds(request.body.count)
        let response = try await client.execute(message, deadline: .now() + TimeAmount(time), logger: logger)
        let answer = try await whole(response, isHead: request.method == .HEAD)
        let isGood = (200..<300).contains(answer.status) || (request.acceptsNotFound && isMissingObject(answer))
        guard isGood else { throw S3Failure(answer, now: now()) }
        return answer
    }

    /// A bucket that is missing is no missing object.
    private func isMissingObject(_ answer: S3Answer) -> Bool {
        answer.isNotFound && XMLNode(answer.body)?["Code"]?.text != "NoSuchBucket"
    }

    private func whole(_ response: HTTPClientResponse, isHead: Bool) async throws -> S3Answer {
        let length = response.headers.first(name: "content-length").flatMap { Int($0) }
        var bytes: [UInt8] = []
        if let length, !isHead { bytes.reserveCapacity(min(length, 64 << 20)) }
        for try await part in response.body { bytes.append(contentsOf: part.readableBytesView) }
        if let length, !isHead, length != bytes.count { throw HTTPClientError.remoteConnectionClosed }
        return S3Answer(status: Int(response.status.code), headers: response.headers, body: bytes)
    }
}
