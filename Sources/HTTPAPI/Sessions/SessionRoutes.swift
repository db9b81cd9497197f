import HTTPTypes
import Hummingbird
import JobStore

/// Signing in and out of the pages. A session acts with the scopes and the rate limit of the key that began it.
///
/// | Method | Path | Answer |
/// |---|---|---|
/// | GET | /session | who is signed in, with the token that changes need; also when nobody is |
/// | POST | /session | signed in, by a key or a one-time link |
/// | DELETE | /session | signed out |
struct SessionRoutes: Sendable {
    static let keyField = BodyField<String>("key", type: ["type": "string"], "An API key.", check: text)
    static let linkField = BodyField<String>(
        "link",
        type: ["type": "string"],
        "What stands behind `#sign-in=` in a one-time link, instead of a key.",
        check: text
    )

    static let schema: JSONValue = [
        "type": "object", "properties": [keyField.name: keyField.schema, linkField.name: linkField.schema],
    ]

    let access: Access
    let bodies: RequestBodyReader
    let origins: OriginResolver
    let accounts: AccountBook

    func addRoutes(to router: Router<APIContext>) {
        router.get("session", use: show)
        router.post("session", use: open)
        router.delete("session", use: close)
    }

    /// 200 in both cases: browsers write every 401 to their console as an error.
    @Sendable private func show(_ request: Request, context: APIContext) async throws -> Response {
        guard let session = try await access.session(of: request) else {
            return Response(json: ["signed_in": false])
        }
        return Response(json: try await json(session))
    }

    @Sendable private func open(_ request: Request, context: APIContext) async throws -> Response {
        let origin = try origins.origin(of: request, context)
        var reader = BodyReader(try await bodies.json(of: request, context).json)
        let key = reader.read(Self.keyField)
        let link = reader.read(Self.linkField)
        guard reader.faults.isEmpty else { throw APIError.invalidParameters(reader.faults) }
        let address = ClientAddress.current
        if let wait = access.guesses.wait(before: key ?? link ?? "", from: address) {
            throw APIError.tooManyWrongKeys(wait)
        }
        let session: Session?
        if let key {
            session = try await access.sessions.open(keyText: key)
        } else if let link {
            session = try await access.sessions.open(link: link)
        } else {
            throw APIError.invalidParameters([FieldFault(field: Self.keyField.name, message: "is required")])
        }
        guard let session else {
            access.guesses.failed(from: address)
            let what =
                key == nil ? "This link was used already, or is too old" : "This key is unknown or not valid any more"
            let field = key == nil ? Self.linkField.name : Self.keyField.name
            throw APIError.invalidParameters([FieldFault(field: field, message: what)])
        }
        if let key { access.guesses.succeeded(key, from: address) }
        var response = Response(json: try await json(session))
        response.headers[.setCookie] = SessionCookie.field(session, at: origin)
        return response
    }

    @Sendable private func close(_ request: Request, context: APIContext) async throws -> Response {
        let origin = try origins.origin(of: request, context)
        if let session = try await access.session(of: request) {
            try Access.requireCrossSiteToken(request, session)
            try await access.sessions.close(session.token)
        }
        var response = Response(json: ["signed_in": false])
        response.headers[.setCookie] = SessionCookie.removal(at: origin)
        return response
    }

    private func json(_ session: Session) async throws -> JSONValue {
        let account = try await accounts.find(session.key.account)
        return [
            "signed_in": true, "account": .string(account?.name ?? ""), "key_name": .string(session.key.name),
            "scopes": .array(session.key.scopes.map(\.rawValue).sorted().map(JSONValue.string)),
            "csrf_token": .string(CrossSiteToken.text(for: session)),
            "expires": .string(RFC3339.text(session.expires)),
        ]
    }

    private static func text(_ json: JSONValue, _ path: String, _ faults: inout [FieldFault]) -> String? {
        if let text = json.text, (1...256).contains(text.utf8.count) { return text }
        faults.append(FieldFault(field: path, message: "is not a string of 1 to 256 bytes"))
        return nil
    }
}
