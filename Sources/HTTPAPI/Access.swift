import HTTPTypes
import Hummingbird
import JobStore

/// Who may do what: each handler asks here first, before it reads a body or the database.
///
/// Programs send a key. Pages of this server have a session's cookie instead, and need the session's token for everything
/// but reading.
struct Access: Sendable {
    let keys: KeyRing
    let sessions: SessionBook
    let guesses: KeyGuesses

    /// The key behind a request, when it has one of the scopes.
    ///
    /// - Throws: ``APIError`` 401 without a valid key, 403 when it lacks every one of the scopes.
    func caller(of request: Request, needing scopes: KeyScope...) async throws -> AuthenticatedKey {
        let key = try await key(behind: request)
        guard scopes.contains(where: key.scopes.contains) else { throw APIError.missingScope(scopes[0]) }
        return key
    }

    private func key(behind request: Request) async throws -> AuthenticatedKey {
        if let text = Self.keyText(of: request) {
            return try await authenticated(text)
        }
        guard let session = try await session(of: request) else {
            throw APIError.unauthorized("Missing API key: send it in the x-api-key header")
        }
        if request.method != .get && request.method != .head { try Self.requireCrossSiteToken(request, session) }
        return session.key
    }

    private func authenticated(_ text: String) async throws -> AuthenticatedKey {
        let address = ClientAddress.current
        if let wait = guesses.wait(before: text, from: address) { throw APIError.tooManyWrongKeys(wait) }
        guard let key = try await keys.authenticate(text) else {
            guesses.failed(from: address)
            throw APIError.unauthorized("Invalid API key")
        }
        guesses.succeeded(text, from: address)
        return key
    }

    /// The session of a request's cookie.
    func session(of request: Request) async throws -> Session? {
        guard let token = SessionCookie.token(in: request) else { return nil }
        return try await sessions.find(token)
    }

    /// - Throws: ``APIError`` 403.
    static func requireCrossSiteToken(_ request: Request, _ session: Session) throws(APIError) {
        guard CrossSiteToken.isSent(with: request, for: session) else {
            throw APIError(.forbidden, "The x-csrf-token header is missing or wrong; GET /session tells it")
        }
    }

    /// `x-api-key: <key>` or `Authorization: Bearer <key>`; the former wins.
    private static func keyText(of request: Request) -> String? {
        if let text = request.headers[.apiKey], !text.isEmpty { return text }
        guard let authorization = request.headers[.authorization] else { return nil }
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(String(parts[1]).trimmingSpaces)
    }
}
