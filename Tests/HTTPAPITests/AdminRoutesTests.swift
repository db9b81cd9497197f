import GenerationTypes
import HTTPTypes
import JobStore
import Testing

@testable import HTTPAPI

struct AdminRoutesTests {
    private static let lists = ["jobs", "keys", "credits", "workers", "webhook-failures"]

    @Test func usualKeysSeeNothing() async throws {
        try await TestService.run { service in
            for list in Self.lists {
                let answer = try await service.send(.get, "/admin/\(list)")
                #expect(answer.status == 403, "/admin/\(list)")
            }
        }
    }

    @Test func anAdministratorSeesItsOwnAccountAndAnOperatorAll() async throws {
        try await TestService.run { service in
            let id = try await service.submitted()
            _ = try await service.finished(id)
            let other = try await service.store.accounts.create(name: "other").id
            let admin = try await service.headers(for: other, [.admin])
            let operators = try await service.headers(for: other, [.operator])

            #expect(try await service.send(.get, "/admin/jobs", headers: admin).json["data"] == [])
            let job = try #require(try await service.send(.get, "/admin/jobs", headers: operators).json["data"]?[0])
            #expect(job["request_id"] == .string(id.rawValue) && job["account"] == "test")
            #expect(job["charge"] == .number("0.035") && job["status"] == "completed")

            let own = try #require(try await service.send(.get, "/admin/keys", headers: admin).json["data"]?.items)
            #expect(own.allSatisfy { $0["account"] == "other" } && own.count == 2)
            let all = try #require(try await service.send(.get, "/admin/keys", headers: operators).json["data"]?.items)
            #expect(all.count == 3)

            let nothing = try await service.send(.get, "/admin/credits", headers: admin).json
            #expect(
                nothing["accounts"]?.items?.count == 1 && nothing["entries"] == [] && nothing["spend"]?["data"] == []
            )
            let credits = try await service.send(.get, "/admin/credits", headers: operators).json
            #expect(credits["entries"]?.items?.compactMap { $0["kind"]?.text } == ["capture", "reserve", "grant"])
            let spend = try #require(credits["spend"]?["data"]?[0])
            #expect(spend["amount"] == .number("0.035") && spend["requests"] == 1 && spend["key_name"] == "test")
        }
    }

    @Test func cancelsAndRevokesWithinItsAccount() async throws {
        try await TestService.run(worker: nil) { service in
            let id = try await service.submitted()
            let other = try await service.store.accounts.create(name: "other").id
            let stranger = try await service.headers(for: other, [.admin])
            let key = try #require(try await service.store.keys.list(of: service.account).first)
            let (cancel, revoke) = ("/admin/jobs/\(id)/cancel", "/admin/keys/\(key.id)/revoke")
            #expect(try await service.send(.post, cancel, headers: stranger).status == 404)
            #expect(try await service.send(.post, revoke, headers: stranger).status == 404)

            let admin = try await service.headers(for: service.account, [.admin])
            #expect(try await service.send(.post, cancel, headers: admin).status == 200)
            #expect(try await service.send(.post, cancel, headers: admin).status == 409)
            #expect(try await service.balance().reserved == .zero)
            #expect(try await service.send(.post, revoke, headers: admin).status == 200)
            #expect(try await service.send(.get, "/v1/get-user-credits").status == 401)
        }
    }

    @Test func aDeliveryThatDidNotArriveIsTriedAgain() async throws {
        try await TestService.run { service in
            let body = try TestService.body(["webhook_url": "https://hooks.example.com/yukimi"])
            _ = try await service.finished(try await service.submitted(body))
            let admin = try await service.headers(for: service.account, [.admin])
            let list = "/admin/webhook-failures"
            #expect(try await service.send(.get, list, headers: admin).json["data"] == [])

            let claimed = try await service.claimDelivery()
            _ = try await service.store.webhookQueue.end(
                claimed,
                .answered(status: 500),
                took: .milliseconds(9),
                schedule: WebhookSchedule(),
                chance: 0
            )
            let row = try #require(try await service.send(.get, list, headers: admin).json["data"]?[0])
            #expect(row["response_status"] == 500 && row["url"] == "https://hooks.example.com/yukimi")

            let redeliver = "\(list)/\(claimed.delivery.id)/redeliver"
            let other = try await service.store.accounts.create(name: "other").id
            let stranger = try await service.headers(for: other, [.admin])
            #expect(try await service.send(.post, redeliver, headers: stranger).status == 404)
            #expect(try await service.send(.post, redeliver, headers: admin).status == 200)
            let again = try await service.claimDelivery()
            #expect(again.delivery.id == claimed.delivery.id)
        }
    }

    @Test func tellsWhatIsWrongWithTheServer() async throws {
        try await TestService.run(checks: [ReadinessCheck("worker") { "no worker runs" }]) { service in
            let headers = try await service.headers(for: service.account, [.operator])
            let health = try await service.send(.get, "/admin/workers", headers: headers).json
            #expect(health["checks"] == ["database": "ok", "artifacts": "ok", "worker": "no worker runs"])
        }
    }
}

extension TestService {
    fileprivate func claimDelivery() async throws -> ClaimedDelivery {
        let round = try await store.webhookQueue.claim(limit: 1, limitPerAccount: 1, lease: .seconds(60), attempts: 3)
        return try #require(round.claimed.first)
    }

    fileprivate func headers(for account: AccountID, _ scopes: Set<KeyScope>) async throws -> HTTPFields {
        [.apiKey: try await store.keys.create(for: account, name: "operator", scopes: scopes).text]
    }
}
