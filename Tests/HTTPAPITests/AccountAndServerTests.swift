import GenerationTypes
import HTTPTypes
import JobStore
import Testing

@testable import HTTPAPI

struct AccountAndServerTests {
    @Test func tellsCredits() async throws {
        try await TestService.run(worker: nil) { service in
            _ = try await service.submitted()
            let answer = try await service.send(.get, "/v1/get-user-credits")
            #expect(try answer.json == ["credits": .number("9.965"), "free-credits": .number("0.0")])
        }
    }

    @Test func listsModels() async throws {
        try await TestService.run { service in
            let data = try await service.send(.get, "/inference-model-information/list").json["data"]
            #expect(data?.items?.count == 1)
            #expect(data?[0]?["model_name"] == .string(TestService.slug))
            #expect(data?[0]?["price"] == .number("0.035"))
            #expect(data?[0]?["engine"] == "fixed")
            #expect(data?[0]?["endpoint"]?.text == "http://localhost/v1/\(TestService.slug)")
        }
    }

    // MARK: - Webhooks

    @Test func webhooksAreAddedChangedAndDeactivated() async throws {
        try await TestService.run { service in
            let admin = try await service.store.keys.create(for: service.account, name: "a", scopes: [.admin]).text
            let headers: HTTPFields = [.apiKey: admin]
            let body: JSONValue = ["webhook_url": "https://example.com/hook", "event": ["types": ["PIXELFLOW"]]]
            let added = try await service.send(.post, "/webhook/add", body, headers: headers).json["data"]
            let id = try #require(added?["webhook_id"]?.text)
            #expect(added?["secret"]?.text?.hasPrefix("whsec_") == true)
            #expect(added?["is_active"] == true)

            let change: JSONValue = [
                "webhook_id": .string(id), "webhook_url": "https://example.com/other", "event": ["types": ["A", "B"]],
            ]
            #expect(try await service.send(.post, "/webhook/update", change, headers: headers).status == 200)
            let off = try await service.send(.get, "/webhook/inactive?webhook_id=\(id)", headers: headers)
            #expect(try off.json["data"]?["is_active"] == false)

            let listed = try await service.send(.get, "/webhook/get").json["data"]
            #expect(listed?.items?.count == 1)
            #expect(listed?[0]?["webhook_url"] == "https://example.com/other")
            #expect(listed?[0]?["event"] == ["types": ["A", "B"]])
            #expect(listed?[0]?["secret"] == nil)
            let logs = try await service.send(.get, "/webhook/dispatch-logs?webhook_id=\(id)")
            #expect(try logs.json["data"] == [])
        }
    }

    @Test func webhookMistakesAreExplained() async throws {
        try await TestService.run { service in
            let admin = try await service.store.keys.create(for: service.account, name: "a", scopes: [.admin]).text
            let headers: HTTPFields = [.apiKey: admin]
            let empty = try await service.send(.post, "/webhook/update", [:], headers: headers)
            let fields = try empty.json["errors"]?.items?.compactMap { $0["field"]?.text }
            #expect(fields == ["webhook_id", "webhook_url", "event"])
            let body: JSONValue = ["webhook_url": "ftp://x", "event": ["types": []]]
            let wrong = try await service.send(.post, "/webhook/add", body, headers: headers)
            #expect(
                try wrong.json["errors"]?.items?.compactMap { $0["field"]?.text } == ["webhook_url", "event.types"]
            )
            let none = try await service.send(.get, "/webhook/inactive", headers: headers)
            #expect(none.error == "webhook_id: is required")
            #expect(try await service.send(.get, "/webhook/inactive?webhook_id=x", headers: headers).status == 404)
        }
    }

    // MARK: - Health

    @Test func readinessNamesWhatIsMissing() async throws {
        let checks = [
            ReadinessCheck("worker") { "not running" }, ReadinessCheck("disk") { nil },
            ReadinessCheck("bucket", publicWords: "cannot be used") { "s3://secret-name at http://10.0.0.7" },
        ]
        try await TestService.run(checks: checks) { service in
            #expect(try await service.sendAsIs(.get, "/healthz").json == ["status": "ok"])
            let answer = try await service.sendAsIs(.get, "/readyz")
            #expect(answer.status == 503)
            #expect(answer.error == "worker: not running; bucket: cannot be used")
            #expect(
                try answer.json["checks"] == [
                    "database": "ok", "artifacts": "ok", "worker": "not running", "disk": "ok",
                    "bucket": "cannot be used",
                ]
            )
        }
    }

    @Test func readinessIsOffWhileDraining() async throws {
        try await TestService.run { service in
            #expect(try await service.sendAsIs(.get, "/readyz").status == 200)
            await service.lifecycle.beginDraining(for: .zero)
            let answer = try await service.sendAsIs(.get, "/readyz")
            #expect(answer.status == 503)
            #expect(answer.error == "the server is stopping")
            #expect(try await service.sendAsIs(.get, "/healthz").status == 200)
        }
    }
}
