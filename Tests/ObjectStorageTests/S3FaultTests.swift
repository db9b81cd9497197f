import Foundation
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing

@testable import ObjectStorage

@Suite struct S3FaultTests {
    private let bytes = (0..<250).map { UInt8($0) }

    private func failure<Value>(_ work: () async throws -> Value) async throws -> ObjectStorageError {
        try await #require(throws: ObjectStorageError.self) { _ = try await work() }
    }

    @Test func aServerThatDoesNotListenIsNamed() async throws {
        // A port that was free a moment ago.
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(channel.localAddress?.port)
        try await channel.close().get()
        let objects = try S3Objects(try FakeS3.settings(port: port))
        let error = try await failure { try await objects.save(bytes, as: "files/a") }
        #expect(error.code == .unavailable)
        #expect(error.message.contains("bucket 'images' at http://127.0.0.1:\(port): PUT files/a failed"))
        #expect(error.message.contains("s3.endpoint"))
        #expect(!error.message.contains("never seen"))
    }

    @Test func aServerThatIsTooBusyIsAskedAgain() async throws {
        let server = try await FakeS3 { _, number in
            number < 2 ? .error(.serviceUnavailable, "SlowDown") : FakeS3.Answer()
        }
        try await S3Objects(try server.settings()).save(bytes, as: "files/a")
        #expect(server.requests.count == 3)
        #expect(server.requests.allSatisfy { $0.body == bytes && $0.uri == "/images/p/files/a" })
    }

    @Test func aServerThatStaysTooBusyIsAnError() async throws {
        let server = try await FakeS3 { _, _ in .error(.serviceUnavailable, "SlowDown") }
        let objects = try S3Objects(try server.settings())
        let error = try await failure { try await objects.save(bytes, as: "files/a") }
        #expect(error.code == .unavailable && server.requests.count == 3)
        #expect(error.message.contains("503 SlowDown: in words"))
    }

    @Test func aBodyThatIsCutIsReadAgain() async throws {
        let server = try await FakeS3 { _, number in
            FakeS3.Answer(body: [1, 2, 3, 4], cutAfter: number == 0 ? 2 : nil)
        }
        let found = try await S3Objects(try server.settings()).load("files/a")
        #expect(found == [1, 2, 3, 4] && server.requests.count == 2)
    }

    @Test func aBodyThatIsAlwaysCutIsAnError() async throws {
        let server = try await FakeS3 { _, _ in FakeS3.Answer(body: [1, 2, 3, 4], cutAfter: 2) }
        let objects = try S3Objects(try server.settings())
        let error = try await failure { try await objects.load("files/a") }
        #expect(error.code == .unavailable && server.requests.count == 3)
        #expect(error.message.contains("GET files/a failed"))
    }

    @Test func bytesThatAreNotThoseThatWereStoredAreNotGivenOut() async throws {
        let hash = RequestSignature.hash([1, 2, 3])
        let server = try await FakeS3 { _, _ in
            FakeS3.Answer(headers: ["x-amz-meta-sha256": hash], body: [1, 2, 4])
        }
        let objects = try S3Objects(try server.settings())
        let error = try await failure { try await objects.load("files/a") }
        #expect(error.code == .corrupt && error.message.contains(hash) && error.message.contains("files/a"))
    }

    @Test func aClockThatIsWrongIsSaid() async throws {
        let server = try await FakeS3 { _, _ in
            .error(.forbidden, "RequestTimeTooSkewed", headers: ["date": "Fri, 24 May 2013 00:00:00 GMT"])
        }
        let now = Date(timeIntervalSince1970: 1_369_353_600 + 1_200)
        let objects = try S3Objects(try server.settings(), now: { now })
        let error = try await failure { try await objects.save(bytes, as: "files/a") }
        #expect(error.code == .refused && server.requests.count == 1)
        #expect(error.message.contains("clock is 1200 s ahead of the server's"))
    }

    @Test(arguments: [
        (HTTPResponseStatus.notFound, "NoSuchBucket", "make the bucket"),
        (.forbidden, "SignatureDoesNotMatch", "s3.secret-access-key"),
        (.forbidden, "AccessDenied", "s3:PutObject".replacing("s3:Put", with: "Put")),
        (.movedPermanently, "PermanentRedirect", "set s3.region"),
    ])
    func whatAnOperatorMustMendIsSaidAtOnce(status: HTTPResponseStatus, code: String, advice: String) async throws {
        let server = try await FakeS3 { _, _ in .error(status, code) }
        let objects = try S3Objects(try server.settings())
        let error = try await failure { try await objects.save(bytes, as: "files/a") }
        #expect(error.code == .refused && server.requests.count == 1)
        #expect(error.message.contains(code) && error.message.contains(advice))
    }

    @Test func aMissingObjectIsNotFoundAndAMissingBucketIsNot() async throws {
        let server = try await FakeS3 { request, _ in
            .error(.notFound, request.uri.hasSuffix("a") ? "NoSuchKey" : "NoSuchBucket")
        }
        let objects = try S3Objects(try server.settings())
        let missing = try await failure { try await objects.load("files/a") }
        #expect(missing.code == .notFound)
        let refused = try await failure { try await objects.delete(["files/b"]) }
        #expect(refused.code == .refused)
        try await objects.delete(["files/a"])
    }

    // MARK: - In parts

    /// Answers an upload in parts; `fault` may answer otherwise.
    private func multipart(
        _ fault: @escaping @Sendable (FakeS3.Request) -> FakeS3.Answer?
    ) async throws -> FakeS3 {
        try await FakeS3 { request, _ in
            if let answer = fault(request) { return answer }
            if request.method == .POST, request.uri.hasSuffix("?uploads=") {
                return FakeS3.Answer(body: Array("<R><UploadId>u1</UploadId></R>".utf8))
            }
            if request.method == .PUT { return FakeS3.Answer(headers: ["etag": "\"tag \(request.body.count)\""]) }
            return FakeS3.Answer(body: Array("<CompleteMultipartUploadResult/>".utf8))
        }
    }

    private var large: [UInt8] { (0..<1_050).map { UInt8(truncatingIfNeeded: $0 &* 7) } }

    @Test func partsAreSentWholeAndInOrder() async throws {
        let server = try await multipart { _ in nil }
        try await S3Objects(try server.settings()).save(large, as: "files/a")
        let parts = server.requests.filter { $0.method == .PUT }.sorted { number($0) < number($1) }
        #expect(parts.flatMap(\.body) == large && parts.map(number) == Array(1...11))
        let last = try #require(server.requests.last)
        #expect(last.method == .POST && last.uri.hasSuffix("?uploadId=u1"))
        let list = try #require(XMLNode(last.body))
        #expect(list.all("Part").compactMap { $0["PartNumber"]?.text } == (1...11).map(String.init))
        #expect(list.all("Part").last?["ETag"]?.text == "\"tag 50\"")
    }

    private func number(_ request: FakeS3.Request) -> Int {
        request.uri.firstMatch(of: /partNumber=(\d+)/).flatMap { Int($0.1) } ?? 0
    }

    @Test func aPartThatFailsIsSentAgainAlone() async throws {
        let failed = Mutex(false)
        let server = try await multipart { request in
            guard request.uri.contains("partNumber=3&") else { return nil }
            let isFirst = failed.withLock { failed in
                defer { failed = true }
                return !failed
            }
            return isFirst ? FakeS3.Answer(isDropped: true) : nil
        }
        try await S3Objects(try server.settings()).save(large, as: "files/a")
        #expect(server.requests.count { $0.method == .PUT } == 12)
    }

    @Test(arguments: ["partNumber=2&", "?uploadId=u1"])
    func anUploadThatFailsIsAborted(place: String) async throws {
        let server = try await multipart { request in
            guard request.method != .DELETE, request.method != .HEAD, request.uri.contains(place) else { return nil }
            return .error(.badRequest, "EntityTooSmall")
        }
        let objects = try S3Objects(try server.settings())
        let error = try await failure { try await objects.save(large, as: "files/a") }
        #expect(error.message.contains("EntityTooSmall"))
        let last = try #require(server.requests.last)
        #expect(last.method == .DELETE && last.uri.hasSuffix("?uploadId=u1"))
    }

    /// An `ETag` that is not the part's: the server finds it when the object is made.
    @Test func aWrongTagIsAnErrorAlsoWhenTheStatusWasGood() async throws {
        let server = try await multipart { request in
            if request.method == .HEAD { return FakeS3.Answer(status: .notFound) }
            guard request.method == .POST, request.uri.hasSuffix("?uploadId=u1") else { return nil }
            var answer = FakeS3.Answer.error(.ok, "InvalidPart")
            answer.status = .ok
            return answer
        }
        let objects = try S3Objects(try server.settings())
        let error = try await failure { try await objects.save(large, as: "files/a") }
        #expect(error.message.contains("InvalidPart") && error.message.contains("not those that were sent"))
        #expect(server.requests.last?.method == .DELETE)
    }

    @Test func anEndWhoseAnswerWasLostIsLookedUp() async throws {
        let hash = RequestSignature.hash(large)
        let server = try await multipart { request in
            if request.method == .HEAD { return FakeS3.Answer(headers: ["x-amz-meta-sha256": hash]) }
            let isEnd = request.method == .POST && request.uri.hasSuffix("?uploadId=u1")
            return isEnd ? FakeS3.Answer(isDropped: true) : nil
        }
        try await S3Objects(try server.settings()).save(large, as: "files/a")
        #expect(server.requests.last?.method == .HEAD)
        #expect(server.requests.count { $0.method == .POST } == 2)
    }

    // MARK: - Secrets

    @Test func secretsAreNotLogged() async throws {
        let server = try await FakeS3 { _, _ in .error(.internalServerError, "InternalError") }
        let lines = LogLines()
        var logger = Logger(label: "test") { _ in lines.handler }
        logger.logLevel = .trace
        let objects = try S3Objects(try server.settings(), logger: logger)
        let error = try await failure { try await objects.load("files/a") }
        let request = try #require(server.requests.first)
        let authorization = try #require(request.headers.first(name: "authorization"))
        let signature = try #require(authorization.split(separator: "Signature=").last)
        #expect(lines.text.contains("tried again"))
        for text in [lines.text, error.message] {
            #expect(!text.contains("never seen") && !text.contains(signature))
        }
    }
}

/// Everything that was logged.
private final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])
    var text: String { lines.withLock { $0.joined(separator: "\n") } }
    var handler: any LogHandler { Handler(lines: self) }

    private struct Handler: LogHandler {
        let lines: LogLines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.lines.withLock {
                $0.append("\(event.message) \(metadata) \(event.metadata ?? [:])")
            }
        }
    }
}
