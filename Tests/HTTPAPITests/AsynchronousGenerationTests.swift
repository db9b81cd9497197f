import GenerationTypes
import HTTPTypes
import JobStore
import Testing

@testable import HTTPAPI

struct AsynchronousGenerationTests {
    @Test func submitSaysWhereToAsk() async throws {
        try await TestService.run(worker: nil) { service in
            let answer = try await service.submit(try TestService.body(["extra": 1]))
            #expect(answer.status == 200)
            let json = try answer.json
            let id = try #require(json["request_id"]?.text)
            #expect(
                json == [
                    "request_id": .string(id), "status": "QUEUED",
                    "poll_url": .string("http://localhost/v1/requests/\(id)"),
                    "status_url": .string("http://localhost/v2/requests/\(id)/status"),
                    "response_url": .string("http://localhost/v2/requests/\(id)"),
                ]
            )
            #expect(answer.headers[.requestID] == id)
            #expect(answer.headers[.ignoredParameters] == "extra")
            #expect(answer.headers[.rateLimitRemaining] != nil)
            #expect(try await service.balance().reserved == TestService.price)
        }
    }

    @Test func aWaitingRequestIsQueuedOnEveryRoute() async throws {
        try await TestService.run(worker: nil) { service in
            let id = try await service.submitted()
            for path in ["/v2/requests/\(id)/status", "/v2/requests/\(id)", "/v1/requests/\(id)"] {
                let answer = try await service.send(.get, path)
                #expect(answer.status == 200)
                #expect(
                    try answer.json == [
                        "status": "QUEUED", "request_id": .string(id.rawValue),
                        "status_url": .string("http://localhost/v2/requests/\(id)/status"),
                        "response_url": .string("http://localhost/v2/requests/\(id)"), "metrics": [:],
                    ]
                )
            }
        }
    }

    @Test func aRunningRequestTellsItsProgress() async throws {
        try await TestService.run(worker: nil) { service in
            let id = try await service.submitted()
            let worker = WorkerID(rawValue: "w")
            let claimed = try await service.store.jobs.claim(by: worker, engines: ["fixed"], lease: .seconds(9))
            let progress = GenerationProgress(step: 2, steps: 5, label: "reading the scene")
            _ = try await service.store.jobs.renew(try #require(claimed).lease, for: .seconds(9), progress: progress)
            let json = try await service.send(.get, "/v2/requests/\(id)/status").json
            #expect(json["status"] == "PROCESSING")
            #expect(json["progress"] == ["step": 2, "steps": 5, "label": "reading the scene"])
        }
    }

    @Test func aCompletedRequestHasItsResult() async throws {
        try await TestService.run(worker: { _ in .deliver(warnings: ["cannot do dragons"]) }) { service in
            let id = try await service.submitted(
                try TestService.body(["seed": 42, "extra": 1, "output_format": "jpeg"])
            )
            _ = try await service.finished(id)
            let status = try await service.send(.get, "/v2/requests/\(id)/status")
            #expect(status.status == 200)
            let members = try #require(try status.json.members)
            #expect(members.map(\.name) == ["status", "request_id", "metrics"])
            #expect(try status.json["status"] == "COMPLETED")

            let json = try await service.send(.get, "/v2/requests/\(id)").json
            #expect(json["status"] == "COMPLETED")
            #expect(json["error"] == .null)
            #expect(json["request_id"]?.text == id.rawValue)
            #expect(json["metrics"]?["cost"] == .number("0.035"))
            #expect(json["metrics"]?["remaining_credits"] == .number("9.965"))
            #expect(json["metrics"]?["inference_time"] == .number("1.310"))
            #expect(json["metrics"]?["queue_time"] != nil)
            #expect(json["metrics"]?["total_time"] != nil)
            #expect(json["seed"] == "42")
            #expect(json["prompt"] == "make it winter")
            #expect(json["timings"] == ["inference": .number("1.310")])
            #expect(json["engine"] == "fixed")
            #expect(
                json["warnings"] == ["cannot do dragons", "the parameter 'extra' is unknown and was ignored"]
            )
            let image = try #require(json["images"]?[0])
            #expect(image["url"] == json["output"])
            #expect(image["content_type"] == "image/jpeg")
            #expect(image["file_size"] == .string(String(TestService.delivered.count)))
            let url = try #require(image["url"]?.text)
            #expect(url.hasSuffix(try #require(image["file_name"]?.text)))
            #expect(
                try await service.sendAsIs(.get, try service.path(of: json["output"])).bytes == TestService.delivered
            )
            #expect(try await service.send(.get, "/v1/requests/\(id)").json == json)
        }
    }

    @Test func aFailedRequestIs422AndFree() async throws {
        let failure = GenerationFailure(.unsupportedPrompt, "cannot do dragons")
        try await TestService.run(worker: { _ in .fail(failure) }) { service in
            let id = try await service.submitted()
            _ = try await service.finished(id)
            for path in ["/v2/requests/\(id)/status", "/v2/requests/\(id)", "/v1/requests/\(id)"] {
                let answer = try await service.send(.get, path)
                #expect(answer.status == 422)
                #expect(try answer.json["status"] == "FAILED")
                #expect(try answer.json["request_id"]?.text == id.rawValue)
                #expect(answer.error == "cannot do dragons")
                let metrics = try #require(try answer.json["metrics"]?.members)
                #expect(metrics.map(\.name) == ["inference_time", "queue_time", "total_time"])
            }
            #expect(try await service.balance().available == MicroDollars(10_000_000))
        }
    }

    @Test func anotherAccountsRequestDoesNotExist() async throws {
        try await TestService.run { service in
            let id = try await service.submitted()
            let stranger = try await service.store.accounts.create(name: "stranger").id
            let key = try await service.store.keys.create(for: stranger, name: "k").text
            for (method, path) in [
                (.get, "/v2/requests/\(id)/status"), (.get, "/v2/requests/\(id)"), (.delete, "/v2/requests/\(id)"),
                (.get, "/inference-request/request-history/\(id)"),
            ] as [(HTTPRequest.Method, String)] {
                let answer = try await service.send(method, path, headers: [.apiKey: key])
                #expect(answer.status == 404)
                #expect(answer.error == "Request \(id) not found")
            }
        }
    }

    // MARK: - Cancelling

    @Test func aWaitingRequestIsCancelledAtOnce() async throws {
        try await TestService.run(worker: nil) { service in
            let id = try await service.submitted()
            let answer = try await service.send(.delete, "/v2/requests/\(id)")
            #expect(answer.status == 200)
            #expect(try answer.json["status"] == "FAILED")
            #expect(answer.error == "the request was cancelled")
            #expect(try await service.balance().available == MicroDollars(10_000_000))
            #expect(try await service.send(.get, "/v2/requests/\(id)/status").status == 422)
            let again = try await service.send(.delete, "/v2/requests/\(id)")
            #expect(again.status == 409)
            #expect(again.error == "Request \(id) has ended; there is nothing to cancel")
        }
    }

    @Test func aRunningRequestIsCancelled() async throws {
        try await TestService.run(worker: { _ in .workUntilCancelled }) { service in
            let id = try await service.submitted()
            try await until { try await service.store.jobs.job(id)?.status == .processing }
            let answer = try await service.send(.delete, "/v2/requests/\(id)")
            #expect(answer.status == 200)
            #expect(answer.error == "the request was cancelled")
            #expect(try await service.balance().reserved == .zero)
        }
    }

    @Test func cancellingEndsASynchronousWaitToo() async throws {
        try await TestService.run(worker: nil) { service in
            async let answer = service.generate(try TestService.body())
            try await until { try await !service.store.history.newest().isEmpty }
            let id = try #require(try await service.store.history.newest().first?.id)
            #expect(try await service.send(.delete, "/v2/requests/\(id)").status == 200)
            #expect(try await answer.status == 409)
            #expect(try await answer.error == "the request was cancelled")
        }
    }
}
