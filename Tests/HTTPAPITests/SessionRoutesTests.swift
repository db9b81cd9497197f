import HTTPTypes
import JobStore
import Testing

@testable import HTTPAPI

struct SessionRoutesTests {
    @Test func aKeySignsInAndTheCookieIsOutOfReachForScriptsAndOtherSites() async throws {
        try await TestService.run { service in
            let cookie = try await service.signIn(["key": .string(service.key)]).cookie
            #expect(
                cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Strict") && cookie.contains("; Path=/")
            )
            #expect(!cookie.contains(service.key))
            #expect(!cookie.contains("Secure"))
        }
    }

    @Test func overTLSTheCookieStaysThere() async throws {
        try await TestService.run(configure: { $0.publicOrigin = PublicOrigin("https://images.example.com") }) {
            service in
            let cookie = try await service.signIn(["key": .string(service.key)]).cookie
            #expect(cookie.hasSuffix("; Secure"))
        }
    }

    @Test func readingNeedsTheCookieAndChangesItsTokenToo() async throws {
        try await TestService.run { service in
            let signedIn = try await service.signIn(["key": .string(service.key)])
            let credits = try await service.sendAsIs(.get, "/v1/get-user-credits", headers: signedIn.headers)
            #expect(credits.status == 200)

            let path = "/v2/\(TestService.slug)"
            let body = try TestService.body().buffer
            var headers = signedIn.headers
            headers[.contentType] = "application/json"
            #expect(try await service.sendAsIs(.post, path, body, headers: headers).status == 403)
            headers[.crossSiteToken] = "wrong"
            #expect(try await service.sendAsIs(.post, path, body, headers: headers).status == 403)
            headers[.crossSiteToken] = signedIn.token
            #expect(try await service.sendAsIs(.post, path, body, headers: headers).status == 200)
        }
    }

    @Test func signsOutOnlyWithTheToken() async throws {
        try await TestService.run { service in
            let signedIn = try await service.signIn(["key": .string(service.key)])
            #expect(try await service.sendAsIs(.delete, "/session", headers: signedIn.headers).status == 403)
            var headers = signedIn.headers
            headers[.crossSiteToken] = signedIn.token
            let answer = try await service.sendAsIs(.delete, "/session", headers: headers)
            #expect(answer.headers[.setCookie]?.contains("Max-Age=0") == true)
            let state = try await service.sendAsIs(.get, "/session", headers: signedIn.headers)
            #expect(try state.json == ["signed_in": false])
            #expect(try await service.sendAsIs(.get, "/v1/get-user-credits", headers: signedIn.headers).status == 401)
        }
    }

    @Test func aLinkSignsInOnce() async throws {
        try await TestService.run { service in
            let key = try #require(try await service.store.keys.list().first)
            let link = try await service.store.sessions.makeLink(for: key.id)
            let body: JSONValue = ["link": .string(link.token)]
            let session = try await service.signIn(body).session
            #expect(session["account"] == "test")
            #expect(session["scopes"] == ["generate", "read"])
            let again = try await service.openSession(body)
            #expect(again.status == 400)
            #expect(try again.json["errors"]?[0]?["field"] == "link")
        }
    }

    @Test func wrongKeysAndBodiesAreTheFieldsFault() async throws {
        try await TestService.run { service in
            for body: JSONValue in [["key": "SG_wrong"], ["key": ""], [:], ["key": 7]] {
                let answer = try await service.openSession(body)
                #expect(answer.status == 400)
                #expect(try answer.json["errors"]?[0]?["field"] == "key")
                #expect(answer.headers[.setCookie] == nil)
            }
        }
    }

    /// A page elsewhere can make a browser send a form, but not this media type.
    @Test func aFormCannotSignIn() async throws {
        try await TestService.run { service in
            let headers: HTTPFields = [.contentType: "text/plain"]
            let body = JSONValue.object([.init(name: "key", value: .string(service.key))]).buffer
            let answer = try await service.sendAsIs(.post, "/session", body, headers: headers)
            #expect(answer.status == 406)
        }
    }
}

// MARK: - A browser

private struct SignedIn {
    let cookie: String
    let session: JSONValue
    var token: String { session["csrf_token"]?.text ?? "" }
    var headers: HTTPFields { [.cookie: "other=1; " + cookie.prefix { $0 != ";" }] }
}

extension TestService {
    fileprivate func openSession(_ body: JSONValue) async throws -> Answer {
        try await sendAsIs(.post, "/session", body.buffer, headers: [.contentType: "application/json"])
    }

    fileprivate func signIn(_ body: JSONValue) async throws -> SignedIn {
        let answer = try await openSession(body)
        return SignedIn(cookie: try #require(answer.headers[.setCookie]), session: try answer.json)
    }
}
