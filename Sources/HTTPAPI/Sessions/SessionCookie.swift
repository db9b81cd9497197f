import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import JobStore

/// The cookie of a browser that is signed in. Scripts cannot read it, and browsers send it with requests that come from
/// this server's own pages only.
enum SessionCookie {
    static let name = "yukimi_session"

    /// The token that a request's cookie holds.
    static func token(in request: Request) -> String? {
        for field in request.headers[values: .cookie] {
            for pair in field.split(separator: ";") {
                let pair = String(pair).trimmingSpaces
                guard pair.hasPrefix(name + "=") else { continue }
                return String(pair.dropFirst(name.count + 1))
            }
        }
        return nil
    }

    /// The `Set-Cookie` field that signs a browser in.
    static func field(_ session: Session, at origin: PublicOrigin) -> String {
        field(session.token, seconds: SessionBook.lifetime.components.seconds, origin)
    }

    /// The field that makes a browser forget.
    static func removal(at origin: PublicOrigin) -> String { field("", seconds: 0, origin) }

    private static func field(_ value: String, seconds: Int64, _ origin: PublicOrigin) -> String {
        let secure = origin.description.hasPrefix("https:") ? "; Secure" : ""
        return "\(name)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Strict\(secure)"
    }
}

/// What a page must send along with every request that changes something: proof that the request comes from a script of
/// this server, which could read an answer of ours, and not from a form or link elsewhere.
enum CrossSiteToken {
    /// Different for each session, and of no use for finding out the cookie.
    static func text(for session: Session) -> String {
        let key = SymmetricKey(data: Data(session.token.utf8))
        return Base64.text(Array(HMAC<SHA256>.authenticationCode(for: Data("cross-site".utf8), using: key)))
    }

    /// Whether a request carries the session's token, compared in constant time.
    static func isSent(with request: Request, for session: Session) -> Bool {
        guard let sent = request.headers[.crossSiteToken] else { return false }
        let (left, right) = (Array(sent.utf8), Array(text(for: session).utf8))
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension HTTPField.Name {
    static let crossSiteToken = HTTPField.Name(known: "x-csrf-token")
}
