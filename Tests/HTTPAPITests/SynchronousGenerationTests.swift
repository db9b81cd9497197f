import GenerationTypes
import HTTPTypes
import JobStore
import Testing

@testable import HTTPAPI

struct SynchronousGenerationTests {
    @Test func answersWithTheImageAndItsAccounting() async throws {
        try await TestService.run { service in
            let answer = try await service.generate(try TestService.body(["seed": 7, "output_format": "webp"]))
            #expect(answer.status == 200)
            #expect(answer.bytes == TestService.delivered)
            #expect(answer.headers[.contentType] == "image/webp")
            #expect(answer.headers[.cost] == "0.035")
            #expect(answer.headers[.remainingCredits] == "9.965")
            #expect(answer.headers[.generationTime] == "1.310")
            #expect(answer.headers[.seedValue] == "7")
            #expect(answer.headers[.engine] == "fixed")
            #expect(answer.headers[.warnings] == nil)
            #expect(answer.headers[.rateLimitResetAtUTC]?.hasSuffix("Z") == true)
            let id = try #require(answer.headers[.requestID].flatMap { JobID($0) })
            #expect(try await service.store.jobs.job(id)?.status == .completed)
        }
    }

    @Test(
        "answers with JSON when asked to",
        arguments: [
            ("application/json", false), ("application/json; charset=utf-8, text/plain", false), ("image/png", true),
        ]
    )
    func json(accept: String, wantsBase64: Bool) async throws {
        try await TestService.run { service in
            let body = try TestService.body(["base64": .bool(wantsBase64), "seed": 7])
            let answer = try await service.generate(body, headers: [.accept: accept])
            #expect(answer.headers[.contentType] == "application/json")
            let json = try answer.json
            #expect(json["image"]?.text == Base64.text(TestService.delivered))
            #expect(json["seed"] == "7")
            #expect(json["request_id"]?.text == answer.headers[.requestID])
            #expect(json["metrics"]?["cost"] == .number("0.035"))
            let file = try await service.sendAsIs(.get, try service.path(of: json["output"]))
            #expect(file.bytes == TestService.delivered)
            #expect(json["images"]?[0]?["url"] == json["output"])
        }
    }

    @Test(
        "answers with bytes when an image would do",
        arguments: ["*/*", "application/json, */*", "application/json, image/*;q=0.8", "text/html", ""]
    )
    func bytes(accept: String) async throws {
        try await TestService.run { service in
            let answer = try await service.generate(try TestService.body(), headers: [.accept: accept])
            #expect(answer.headers[.contentType] == "image/png")
            #expect(answer.bytes == TestService.delivered)
        }
    }

    @Test func answersWithJSONWhereTheOperatorSaysSo() async throws {
        try await TestService.run(configure: { $0.v1Response = .json }) { service in
            let answer = try await service.generate(try TestService.body(), headers: [.accept: "*/*"])
            #expect(try answer.json["image"]?.text == Base64.text(TestService.delivered))
        }
    }

    @Test(
        "a failed request is not charged and says why",
        arguments: [
            (GenerationFailure.Code.invalidImage, 400), (.unsupportedPrompt, 400), (.deadlineExceeded, 504),
            (.attemptsExhausted, 500), (.outOfMemory, 500), (.cancelled, 409),
        ]
    )
    func failure(code: GenerationFailure.Code, status: Int) async throws {
        try await TestService.run(worker: { _ in .fail(GenerationFailure(code, "because of \(code)")) }) { service in
            let answer = try await service.generate(try TestService.body())
            #expect(answer.status == status)
            #expect(answer.error == "because of \(code)")
            #expect(answer.headers[.requestID].flatMap { JobID($0) } != nil)
            #expect(try await service.balance().available == MicroDollars(10_000_000))
            #expect(try await service.balance().reserved == .zero)
        }
    }

    @Test func deadlineCancelsAndChargesNothing() async throws {
        try await TestService.run(
            configure: { $0.v1Deadline = .milliseconds(100) },
            worker: { _ in .workUntilCancelled }
        ) { service in
            let answer = try await service.generate(try TestService.body())
            #expect(answer.status == 504)
            #expect(answer.error?.hasPrefix("The request timed out after 0.1 s") == true)
            let id = try #require(answer.headers[.requestID].flatMap { JobID($0) })
            #expect(try await service.finished(id).status == .cancelled)
            #expect(try await service.balance().available == MicroDollars(10_000_000))
        }
    }

    @Test func namesWarningsAndIgnoredParametersInHeaders() async throws {
        try await TestService.run(worker: { _ in .deliver(warnings: ["cannot do “dragons”"]) }) { service in
            let body = try TestService.body(["strength": 0, "näme\r\nx-evil": 1, "webhook_url": "https://example.com"])
            let answer = try await service.generate(body)
            #expect(answer.headers[.ignoredParameters] == "strength, n%C3%A4me%0D%0Ax-evil, webhook_url")
            let warnings = try JSONParser.parse(Array((answer.headers[.warnings] ?? "").utf8))
            #expect(warnings[0] == "cannot do “dragons”")
            #expect(warnings[1] == "the parameter 'strength' is unknown and was ignored")
            #expect(answer.headers[.warnings]?.utf8.allSatisfy { $0 < 0x7F } == true)
        }
    }

    @Test func drainingEndsTheWaitWithAnAnswer() async throws {
        try await TestService.run(worker: { _ in .workUntilCancelled }) { service in
            async let answer = service.generate(try TestService.body())
            try await until { try await service.balance().reserved > .zero }
            await service.lifecycle.beginDraining(for: .milliseconds(10))
            #expect(try await answer.status == 503)
            #expect(try await answer.headers[.retryAfter] != nil)
            try await until { try await service.balance().reserved == .zero }
        }
    }
}

/// Waits for what another task is about to do.
func until(_ condition: () async throws -> Bool) async throws {
    for _ in 0..<2_000 where try await !condition() { try await Task.sleep(for: .milliseconds(5)) }
    #expect(try await condition())
}
