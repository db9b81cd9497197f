import GenerationTypes
import HTTPTypes
import Hummingbird
import JobStore
import Testing

@testable import HTTPAPI

/// The contract's table of errors, and the envelope of each.
struct ErrorTests {
    @Test func invalidParametersAreAllListed() async throws {
        try await TestService.run { service in
            let answer = try await service.submit(["prompt": "", "aspect_ratio": "5:4"])
            #expect(answer.status == 400)
            #expect(answer.headers[.contentType] == "application/json")
            #expect(answer.error == "image_url: is required")
            let errors = try #require(try answer.json["errors"]?.items)
            #expect(errors.compactMap { $0["field"]?.text } == ["image_url", "prompt", "aspect_ratio"])
            #expect(errors[2]["message"] == "'5:4' is not one of 16:9, 9:16, 1:1, 4:3, 3:4, 3:2, 2:3")
            #expect(try await service.store.history.newest().isEmpty)
        }
    }

    @Test("a body that is no JSON object is refused", arguments: ["", "{", "[]", "\"x\"", "{\"a\":1}}", "\u{FF}"])
    func brokenBody(text: String) async throws {
        try await TestService.run { service in
            let answer = try await service.sendAsIs(
                .post,
                "/v1/\(TestService.slug)",
                ByteBuffer(string: text),
                headers: [.apiKey: service.key, .contentType: "application/json"]
            )
            #expect(answer.status == 400)
            #expect(answer.error?.hasPrefix("the body is ") == true)
        }
    }

    @Test("a request needs a key", arguments: ["/v1/x", "/v2/x", "/upload-asset"])
    func missingKey(path: String) async throws {
        try await TestService.run { service in
            let answer = try await service.sendAsIs(.post, path, ByteBuffer(string: "not read"))
            #expect(answer.status == 401)
            #expect(answer.error == "Missing API key: send it in the x-api-key header")
            #expect(answer.headers[.wwwAuthenticate] == "Bearer")
        }
    }

    @Test func unknownAndRevokedKeysAreRefused() async throws {
        try await TestService.run { service in
            let path = "/v1/get-user-credits"
            #expect(try await service.send(.get, path, headers: [.apiKey: "SG_nope"]).error == "Invalid API key")
            let issued = try await service.store.keys.create(for: service.account, name: "short-lived")
            #expect(try await service.send(.get, path, headers: [.apiKey: issued.text]).status == 200)
            try await service.store.keys.revoke(issued.key.id)
            #expect(try await service.send(.get, path, headers: [.apiKey: issued.text]).status == 401)
        }
    }

    @Test("a key may come as a bearer token", arguments: ["Bearer ", "bearer  "])
    func bearer(prefix: String) async throws {
        try await TestService.run { service in
            let headers: HTTPFields = [.authorization: prefix + service.key]
            let answer = try await service.sendAsIs(.get, "/v1/get-user-credits", headers: headers)
            #expect(answer.status == 200)
        }
    }

    @Test func scopesAreChecked() async throws {
        try await TestService.run { service in
            let reader = try await service.store.keys.create(for: service.account, name: "r", scopes: [.read]).text
            let answer = try await service.submit(try TestService.body(), headers: [.apiKey: reader])
            #expect(answer.status == 403)
            #expect(answer.error == "This API key lacks the scope 'generate'")
            let webhook: JSONValue = ["webhook_url": "https://e.com", "event": ["types": ["x"]]]
            #expect(
                try await service.send(.post, "/webhook/add", webhook).error == "This API key lacks the scope 'admin'"
            )
            let generator = try await service.store.keys.create(for: service.account, name: "g", scopes: [.generate])
                .text
            let history = try await service.send(
                .get,
                "/inference-request/request-history",
                headers: [.apiKey: generator]
            )
            #expect(history.error == "This API key lacks the scope 'read'")
        }
    }

    @Test func whatDoesNotExistIsNamed() async throws {
        try await TestService.run { service in
            let model = try await service.send(.post, "/v1/kling-4", try TestService.body())
            #expect(model.status == 404)
            #expect(model.error == "Model 'kling-4' not found")
            let route = try await service.send(.get, "/nowhere/to/be/found")
            #expect(route.status == 404)
            #expect(route.error == "Not found")
            for id in ["nope", JobID.random(at: WallClock.system.now).rawValue, "%0d%0ax-evil:1"] {
                for path in ["/v2/requests/\(id)/status", "/v2/requests/\(id)", "/v1/requests/\(id)"] {
                    let answer = try await service.send(.get, path)
                    #expect(answer.status == 404)
                    #expect(answer.error == "Request \(id) not found")
                }
            }
        }
    }

    @Test(
        "other verbs are named",
        arguments: [
            (.get, "/v1/kling-3-image2image", "POST"), (.post, "/v2/requests/x/status", "GET, HEAD"),
            (.put, "/v2/requests/x", "DELETE, GET, HEAD"), (.options, "/upload-asset", "POST"),
            (.delete, "/healthz", "GET, HEAD"), (.post, "/v1/get-user-credits", "GET, HEAD"),
        ] as [(HTTPRequest.Method, String, String)]
    )
    func wrongVerb(method: HTTPRequest.Method, path: String, allowed: String) async throws {
        try await TestService.run { service in
            let answer = try await service.send(method, path)
            #expect(answer.status == 405)
            #expect(answer.headers[.allow] == allowed)
            #expect(answer.error == "Method \(method.rawValue) is not allowed here; use \(allowed)")
        }
    }

    @Test(
        "only JSON is read",
        arguments: ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
    )
    func wrongContentType(type: String) async throws {
        try await TestService.run { service in
            let answer = try await service.submit(try TestService.body(), headers: [.contentType: type])
            #expect(answer.status == 406)
            #expect(answer.error == "Invalid content type. Send application/json")
            let good = try await service.submit(
                try TestService.body(),
                headers: [.contentType: "Application/JSON ; charset=utf-8"]
            )
            #expect(good.status == 200)
        }
    }

    @Test("too few credits are refused on both versions", arguments: ["/v1/", "/v2/"])
    func insufficientCredits(version: String) async throws {
        try await TestService.run(credits: MicroDollars(34_999)) { service in
            let answer = try await service.send(.post, version + TestService.slug, try TestService.body())
            #expect(answer.status == 406)
            #expect(answer.error == "Insufficient credits: this request costs $0.035 and $0.034999 are left")
        }
    }

    @Test func bodiesAreLimited() async throws {
        try await TestService.run(configure: { $0.limits.bodyBytes = 1_000 }) { service in
            let answer = try await service.submit(["prompt": .string(String(repeating: "x", count: 1_000))])
            #expect(answer.status == 413)
            #expect(answer.error == "The request body is too large; at most 1000 bytes are accepted")
        }
    }

    @Test func rateLimitIsPerKeyAndSaysWhenToComeBack() async throws {
        try await TestService.run(configure: { $0.rateLimit = RateLimit(requestsPerMinute: 1, burst: 2) }) { service in
            let id = try await service.submitted()
            #expect(try await service.submit([:]).status == 400)
            let refused = try await service.submit(try TestService.body())
            #expect(refused.status == 429)
            let wait = try #require(refused.headers[.retryAfter].flatMap { Int($0) })
            #expect((1...60).contains(wait))
            #expect(refused.error == "Rate limit exceeded; try again in \(wait) s")
            #expect(refused.headers[.rateLimitLimit] == "2")
            #expect(refused.headers[.rateLimitRemaining] == "0")
            #expect(refused.headers[.rateLimitReset] != nil)
            #expect(refused.headers[.rateLimitResetAtUTC]?.hasSuffix("Z") == true)
            // Asking costs nothing, and other keys are not concerned.
            for _ in 0..<5 { #expect(try await service.send(.get, "/v2/requests/\(id)/status").status == 200) }
            let other = try await service.store.keys.create(for: service.account, name: "other").text
            #expect(try await service.submit(try TestService.body(), headers: [.apiKey: other]).status == 200)
        }
    }

    @Test(
        "an engine's trouble has its status",
        arguments: [(GenerationFailure.Code.engineFailed, 500), (.upstreamUnavailable, 502)]
    )
    func retriedFailures(code: GenerationFailure.Code, status: Int) async throws {
        try await TestService.run(worker: { _ in .fail(GenerationFailure(code, "no luck")) }) { service in
            let answer = try await service.generate(try TestService.body())
            #expect(answer.status == status)
            #expect(answer.error == "no luck")
        }
    }

    @Test(
        "images that cannot be had or are none are the client's fault",
        arguments: [
            ("http://127.0.0.1:9/x.png", "http://127.0.0.1:9/x.png cannot be fetched: "),
            ("http://2130706433/", "http://2130706433/ cannot be fetched: "),
            ("data:image/png;base64,!!!!", "data:image/png;base64… cannot be fetched: "),
            ("data:image/png;base64,PGh0bWw+PC9odG1sPg==", "not a PNG, JPEG, WebP or GIF image: "),
            ("http://localhost/assets/00000000000000000000000000000000.png", "'http://localhost/assets/0000000000"),
        ]
    )
    func badImage(url: String, message: String) async throws {
        try await TestService.run { service in
            let answer = try await service.generate(try TestService.body(["image_url": .string(url)]))
            #expect(answer.status == 400)
            #expect(answer.error?.hasPrefix("image_url: \(message)") == true, "\(answer.error ?? "")")
            #expect(try await service.balance().reserved == .zero)
            #expect(try await service.store.history.newest().isEmpty)
        }
    }

    @Test func everyBadImageIsListed() async throws {
        try await TestService.run { service in
            let bad: JSONValue = "http://127.0.0.1:9/a"
            let good = JSONValue.string(try TestService.dataURI())
            let answer = try await service.submit(
                try TestService.body([
                    "image_url": bad,
                    "elements": [["frontal_image_url": good], ["frontal_image_url": "http://10.0.0.1/b"]],
                ])
            )
            let fields = try answer.json["errors"]?.items?.compactMap { $0["field"]?.text }
            #expect(fields == ["image_url", "elements[1].frontal_image_url"])
        }
    }

    @Test func everyAnswerHasAnIdAndSecurityHeaders() async throws {
        try await TestService.run { service in
            for path in ["/healthz", "/nowhere", "/v1/get-user-credits", "/files/x.png"] {
                let answer = try await service.send(.get, path)
                #expect(answer.headers[.requestID]?.isEmpty == false)
                #expect(answer.headers[.xContentTypeOptions] == "nosniff")
                #expect(answer.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
                #expect(answer.headers[.cacheControl] == "no-store")
            }
        }
    }
}
