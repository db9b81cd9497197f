import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// A hub on the loopback interface for one test, with one repository, that can misbehave.
final class TestHub: Sendable {
    struct File: Sendable {
        var path: String
        var content: [UInt8]
        /// Large files are listed by SHA-256 and served by another server; others by their name in git.
        var isLarge = false
    }

    /// What the hub does wrong in an answer.
    enum Fault: Sendable {
        /// Sends this status instead, with the hub's code for the error.
        case status(Int, code: String = "")
        /// Closes the connection after so many bytes of the body.
        case cut(after: Int)
        /// Flips a bit of the first byte.
        case corrupt
        /// Sends a few bytes and then nothing.
        case hang
        /// Answers with the whole file, whatever range was asked for.
        case ignoreRange
        /// Sends another range than the one that was asked for.
        case wrongRange
        /// Sends more bytes than it should.
        case overlong
        /// Redirects to itself for ever.
        case loop
    }

    struct Request: Sendable {
        /// `hub` or `elsewhere`.
        let server: String
        let method: String
        let uri: String
        let range: String?
        let token: String?
    }

    struct Answer: Sendable {
        var status = 200
        var headers: [(String, String)] = []
        var body: [UInt8] = []
        /// Where the body ends early: by closing, or by silence.
        var cut: Int?
        var hangs = false
    }

    static let commit = "0123456789abcdef0123456789abcdef01234567"

    /// Called for each request; the number counts the requests for the same address. Nil means that nothing goes wrong.
    typealias Misbehaviour = @Sendable (_ request: Request, _ number: Int) -> Fault?

    private let files: [File]
    private let requiredToken: String?
    private let listing: String
    private let fault: Misbehaviour
    private let seen = Mutex<[Request]>([])
    private let ports = Mutex((hub: 0, elsewhere: 0))

    private init(files: [File], requiredToken: String?, listing: String?, fault: @escaping Misbehaviour) {
        (self.files, self.requiredToken, self.fault) = (files, requiredToken, fault)
        self.listing = listing ?? Self.listing(of: files)
    }

    var endpoint: String { "http://127.0.0.1:\(ports.withLock { $0.hub })" }
    /// All requests so far, in order.
    var requests: [Request] { seen.withLock { $0 } }

    /// Serves while the closure runs, large files from a second server.
    static func with<Result: Sendable>(
        files: [File],
        requiredToken: String? = nil,
        listing: String? = nil,
        fault: @escaping Misbehaviour = { _, _ in nil },
        _ body: (TestHub) async throws -> Result
    ) async throws -> Result {
        let hub = TestHub(files: files, requiredToken: requiredToken, listing: listing, fault: fault)
        let channels = [try await hub.listen(as: "hub"), try await hub.listen(as: "elsewhere")]
        let numbers = channels.map { $0.localAddress?.port ?? 0 }
        hub.ports.withLock { $0 = (numbers[0], numbers[1]) }
        do {
            let result = try await body(hub)
            for channel in channels { try await channel.close() }
            return result
        } catch {
            for channel in channels { try await channel.close() }
            throw error
        }
    }

    private func listen(as server: String) async throws -> any Channel {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(TestHubHandler(hub: self, server: server))
                }
            }
            .bind(host: "127.0.0.1", port: 0)
            .get()
    }

    // MARK: - Answers

    func answer(_ request: Request) -> Answer {
        let number = seen.withLock { seen in
            seen.append(request)
            return seen.count { $0.uri == request.uri && $0.server == request.server } - 1
        }
        let isHub = request.server == "hub"
        if isHub, let requiredToken, request.token != "Bearer \(requiredToken)" {
            return Answer(status: 401, headers: [("x-error-code", "RepoNotFound")])
        }
        if request.uri.hasPrefix("/api/") {
            guard case .status(let status, let code) = fault(request, number) else {
                return Answer(body: Array(listing.utf8))
            }
            return Answer(status: status, headers: [("x-error-code", code)])
        }
        guard let file = files.first(where: { request.uri.hasSuffix("/\(Self.commit)/\($0.path)") }) else {
            return Answer(status: 404, headers: [("x-error-code", "EntryNotFound")])
        }
        return isHub && file.isLarge ? redirect(file, request, number) : content(of: file, request, number)
    }

    private func redirect(_ file: File, _ request: Request, _ number: Int) -> Answer {
        let port = ports.withLock { $0.elsewhere }
        let path = file.path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? file.path
        var location = "http://127.0.0.1:\(port)/signed/\(Self.commit)/\(path)?signature=x"
        if case .loop = fault(request, number) { location = "/x/\(Self.commit)/\(path)" }
        return Answer(
            status: 302,
            headers: [
                ("location", location), ("x-repo-commit", Self.commit), ("x-linked-size", "\(file.content.count)"),
                ("x-linked-etag", "\"\(Self.sha256(file.content))\""),
            ]
        )
    }

    private func content(of file: File, _ request: Request, _ number: Int) -> Answer {
        let fault = fault(request, number)
        var answer = Answer(headers: [("x-repo-commit", Self.commit), ("etag", "\"\(Self.gitBlob(file.content))\"")])
        answer.body = file.content
        if case .ignoreRange = fault { return answer }
        if let range = request.range, let ends = Self.ends(of: range) {
            answer.status = 206
            let shift = if case .wrongRange = fault { 1 } else { 0 }
            let sent = "bytes \(ends.0 + shift)-\(ends.1 + shift)/\(file.content.count)"
            answer.headers.append(("content-range", sent))
            answer.body = Array(file.content[ends.0...ends.1])
        }
        switch fault {
        case .status(let status, let code): return Answer(status: status, headers: [("x-error-code", code)])
        case .cut(let count): answer.cut = min(count, answer.body.count)
        case .hang: (answer.cut, answer.hangs) = (min(10, answer.body.count), true)
        case .corrupt where !answer.body.isEmpty: answer.body[0] ^= 1
        case .overlong: answer.body.append(0)
        default: break
        }
        return answer
    }

    private static func ends(of range: String) -> (Int, Int)? {
        let ends = range.dropFirst("bytes=".count).split(separator: "-").compactMap { Int($0) }
        return ends.count == 2 ? (ends[0], ends[1]) : nil
    }

    // MARK: - Listings

    /// What the hub says of these files, and of one more.
    static func listing(of files: [File], extra: String? = nil) -> String {
        let siblings = files.map { file in
            let start = #"{"rfilename":"\#(file.path)","size":\#(file.content.count),"#
            return file.isLarge
                ? start + #""blobId":"00","lfs":{"sha256":"\#(sha256(file.content))","size":\#(file.content.count)}}"#
                : start + #""blobId":"\#(gitBlob(file.content))"}"#
        }
        let all = (siblings + [extra].compactMap { $0 }).joined(separator: ",")
        return #"{"id":"a/b","sha":"\#(commit)","cardData":{"license":"apache-2.0"},"siblings":[\#(all)]}"#
    }

    static func sha256(_ bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

    static func gitBlob(_ bytes: [UInt8]) -> String {
        hexadecimal(Insecure.SHA1.hash(data: Array("blob \(bytes.count)\0".utf8) + bytes))
    }

    private static func hexadecimal(_ digest: some Digest) -> String {
        digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
