import Foundation
import HTTPTypes
import ImageFetcher
import JobStore
import Logging
import Synchronization
import Testing

@testable import HTTPAPI

struct WebhookDispatcherTests {
    @Test("a message is signed as the standard's own example")
    func signature() {
        let message = WebhookMessage(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            timestamp: Timestamp(milliseconds: 1_614_265_330_000),
            body: Array(#"{"test": 2432232314}"#.utf8)
        )
        let headers = message.headers(secrets: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_AAAA"])
        let signatures = headers.first { $0.name == "webhook-signature" }?.value.split(separator: " ") ?? []
        #expect(signatures.count == 2)
        #expect(signatures.first == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
        #expect(headers.contains { $0 == ("webhook-timestamp", "1614265330") })
    }

    @Test("what arrives is what the API answers, with the same id in every attempt")
    func message() async throws {
        try await TestService.run { service in
            let id = try await service.submitted(TestService.body(["webhook_url": "https://own.example/hook"]))
            _ = try await service.finished(id)
            let receiver = Receiver(answers: [500, 200])
            var settings = WebhookSettings()
            settings.schedule.firstPause = .zero
            let dispatcher = try service.dispatcher(receiver, settings)
            for _ in 0..<3 { await dispatcher.dispatch() }

            let messages = receiver.messages
            #expect(messages.map(\.url) == Array(repeating: "https://own.example/hook", count: 2))
            #expect(Set(messages.map { $0.headers["webhook-id"] }).count == 1)
            let json = try JSONParser.parse(try #require(messages.first).body)
            #expect(json["type"] == "request.completed")
            let result = try await service.send(.get, "/v2/requests/\(id)").json
            #expect(json["data"]?["request_id"] == result["request_id"])
            #expect(json["data"]?["output"]?.text?.hasPrefix("https://images.example/files/") == true)
            #expect(json["data"]?["metrics"] == result["metrics"])

            let rows = try await service.send(.get, "/webhook/dispatch-logs?request_id=\(id)").json["data"]?.items
            #expect(rows?.map { $0["response_status"] } == [200, 500])
        }
    }

    @Test("a receiver that never has it is tried ten times, and listed; redelivering tries again")
    func abandons() async throws {
        try await TestService.run { service in
            let admin = try await service.store.keys.create(for: service.account, name: "a", scopes: [.admin]).text
            let id = try await service.submitted(TestService.body(["webhook_url": "https://own.example/hook"]))
            _ = try await service.finished(id)
            let receiver = Receiver(answers: Array(repeating: 302, count: 10) + [204])
            var settings = WebhookSettings()
            settings.schedule.firstPause = .zero
            let dispatcher = try service.dispatcher(receiver, settings)
            for _ in 0..<12 { await dispatcher.dispatch() }
            #expect(receiver.messages.count == 10)

            let path = "/webhook/deliveries?status=abandoned"
            let row = try #require(try await service.send(.get, path).json["data"]?[0])
            #expect(row["request_id"]?.text == id.rawValue && row["attempts"] == 10)
            let number = try #require(row["delivery_id"])
            let headers: HTTPFields = [.apiKey: admin]
            let body: JSONValue = ["delivery_id": number]
            #expect(try await service.send(.post, "/webhook/redeliver", body).status == 403)
            #expect(try await service.send(.post, "/webhook/redeliver", body, headers: headers).status == 200)
            await dispatcher.dispatch()
            #expect(receiver.messages.count == 11)
            #expect(try await service.send(.get, path).json["data"] == [])
            let unknown = try await service.send(.post, "/webhook/redeliver", ["delivery_id": 99], headers: headers)
            #expect(unknown.status == 404)
        }
    }

    @Test("secrets are told to admins, and changed")
    func secrets() async throws {
        try await TestService.run { service in
            let admin = try await service.store.keys.create(for: service.account, name: "a", scopes: [.admin]).text
            let headers: HTTPFields = [.apiKey: admin]
            func secret() async throws -> String? {
                try await service.send(.get, "/webhook/secret", headers: headers).json["data"]?["secret"]?.text
            }
            let first = try await secret()
            #expect(try await secret() == first)
            let changed = try await service.send(.post, "/webhook/rotate-secret", [:], headers: headers)
            #expect(changed.status == 200)
            let second = try await secret()
            #expect(second != first)
            #expect(try changed.json["data"]?["secret"]?.text == second)
            #expect(try await service.send(.get, "/webhook/secret").status == 403)
            let unknown = try await service.send(.get, "/webhook/secret?webhook_id=none", headers: headers)
            #expect(unknown.status == 404)
        }
    }
}

/// Answers one after another, and keeps what it got.
private final class Receiver: Sendable {
    struct Message: Sendable {
        let body: [UInt8]
        let headers: [String: String]
        let url: String
    }

    private let state: Mutex<(answers: [Int], messages: [Message])>

    init(answers: [Int]) { state = Mutex((answers, [])) }

    var messages: [Message] { state.withLock { $0.messages } }

    func receive(_ body: [UInt8], _ headers: [(name: String, value: String)], _ url: String) -> Int {
        state.withLock { state in
            let fields = Dictionary(headers.map { ($0.name, $0.value) }) { first, _ in first }
            state.messages.append(Message(body: body, headers: fields, url: url))
            return state.answers.removeFirst()
        }
    }
}

extension TestService {
    fileprivate func dispatcher(_ receiver: Receiver, _ settings: WebhookSettings) throws -> WebhookDispatcher {
        let origin = try #require(PublicOrigin("https://images.example"))
        return WebhookDispatcher(
            store: store,
            settings: settings,
            origin: { origin },
            post: { body, headers, url in receiver.receive(body, headers, url) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }
}
