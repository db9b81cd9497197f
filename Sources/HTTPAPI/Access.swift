import HTTPTypes
import Hummingbird
import JobStore

/// Who may do what: each handler asks here first, before it reads a body or the database.
struct Access: Sendable {
    let keys: KeyRing

    /// The key behind a request, when it has one of the scopes.
    ///
    /// - Throws: ``APIError`` 401 without a valid key, 403 when it lacks every one of the scopes.
    func caller(of request: Request, needing scopes: KeyScope...) async throws -> AuthenticatedKey {
        guard let text = Self.keyText(of: request) else {
            throw APIError.unauthorized("Missing API key: send it in the x-api-key header")
        }
        guard let key = try await keys.authenticate(text) else { throw APIError.unauthorized("Invalid API key") }
        guard scopes.contains(where: key.scopes.contains) else { throw APIError.missingScope(scopes[0]) }
        return key
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
