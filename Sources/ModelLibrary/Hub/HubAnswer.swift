import AsyncHTTPClient
import NIOHTTP1

/// The head of an answer, judged.
struct HubAnswer {
    private let status: HTTPResponseStatus
    private let headers: HTTPHeaders
    private let place: String
    private let isAtHub: Bool
    private let hasToken: Bool

    init(_ response: HTTPClientResponse, address: HubAddress, isAtHub: Bool, hasToken: Bool) {
        (status, headers, place) = (response.status, response.headers, address.visibleText)
        (self.isAtHub, self.hasToken) = (isAtHub, hasToken)
    }

    /// - Throws: `HubFailure` unless the answer brings what was asked for.
    func check() throws {
        switch status.code {
        case 200, 206:
            guard headers["content-encoding"].allSatisfy({ $0 == "identity" }) else {
                throw HubFailure.permanent(.badAnswer, place, "the answer is compressed, which was not asked for")
            }
        // Elsewhere, links expire: the hub gives a new one at the next try.
        case 401 where isAtHub: throw HubFailure.permanent(.tokenNeeded, place, tokenReason)
        case 403 where isAtHub: throw HubFailure.permanent(.refusedByHub, place, refusalReason)
        case 404 where isAtHub: throw HubFailure.permanent(.notFound, place, missingReason)
        case 401, 403, 404, 408, 425, 429, 500...599:
            var failure = HubFailure.temporary(.unreachable, place, "the answer is \(status.code) again and again")
            failure.pause = headers.first(name: "retry-after").flatMap(Int.init).map { .seconds($0) }
            throw failure
        default: throw HubFailure.permanent(.badAnswer, place, "the answer is \(status.code)\(message)")
        }
    }

    /// The hub's own words.
    private var message: String {
        headers.first(name: "x-error-message").map { " (\($0))" } ?? ""
    }

    private var errorCode: String { headers.first(name: "x-error-code") ?? "" }

    private var tokenReason: String {
        if errorCode == "GatedRepo" { return refusalReason }
        return hasToken
            ? "the hub does not accept the token, or it may not see this repository\(message)"
            : "the hub wants a token (set HF_TOKEN), or there is no such repository\(message)"
    }

    private var refusalReason: String {
        hasToken
            ? "the hub refuses: its own terms must be accepted on the repository's page first\(message)"
            : "the hub refuses: the repository's terms must be accepted on its page, and a token set (HF_TOKEN)\(message)"
    }

    private var missingReason: String {
        switch errorCode {
        case "RevisionNotFound": "the repository has no such revision\(message)"
        case "EntryNotFound": "the repository has no such file at this revision\(message)"
        case "RepoNotFound": "the hub has no such repository, or it is private\(message)"
        default: "the hub has no such repository, revision or file\(message)"
        }
    }
}
