import GenerationTypes
import HTTPTypes
import JobStore
import Testing

@testable import HTTPAPI

struct IdempotencyTests {
    @Test func manyAtOnceAreOneRequestAndOneCharge() async throws {
        try await TestService.run { service in
            let body = try TestService.body()
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<100 {
                    group.addTask { try await service.submit(body, headers: [.idempotencyKey: "once"]) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(answers.map(\.status)) == [200])
            #expect(Set(answers.map(\.bytes)).count == 1)
            let id = try #require(try answers.first?.json["request_id"]?.text.flatMap { JobID($0) })
            _ = try await service.finished(id)
            #expect(try await service.store.history.newest(200).count == 1)
            #expect(try await service.balance().spent == TestService.price)
        }
    }

    @Test func synchronousRequestsShareTheAnswer() async throws {
        try await TestService.run { service in
            let body = try TestService.body()
            let headers: HTTPFields = [.idempotencyKey: "once"]
            let first = try await service.generate(body, headers: headers)
            let second = try await service.generate(body, headers: headers)
            #expect(first.status == 200)
            #expect(second.bytes == first.bytes)
            #expect(second.headers[.requestID] == first.headers[.requestID])
            #expect(second.headers[.seedValue] == first.headers[.seedValue])
            #expect(try await service.balance().spent == TestService.price)
        }
    }

    @Test func anEarlierRequestIsFoundBeforeItsImageIsFetched() async throws {
        try await TestService.run { service in
            let upload = try await service.send(
                .post,
                "/upload-asset",
                ["data_urls": [.string(try TestService.dataURI())]]
            )
            let url = try #require(try upload.json["urls"]?[0])
            let body = try TestService.body(["image_url": url])
            let first = try await service.submit(body, headers: [.idempotencyKey: "k"])
            // The image is gone now: only a request that is not fetched again succeeds.
            let key = try #require(ArtifactKey(String(try service.path(of: url).dropFirst())))
            try await service.store.artifacts.delete(key)
            #expect(try await service.submit(body, headers: [.idempotencyKey: "k"]).bytes == first.bytes)
            #expect(try await service.submit(body).status == 400)
        }
    }

    @Test func anotherBodyIsAConflict() async throws {
        try await TestService.run { service in
            let headers: HTTPFields = [.idempotencyKey: "k"]
            #expect(try await service.submit(try TestService.body(), headers: headers).status == 200)
            let other = try await service.submit(try TestService.body(["seed": 1]), headers: headers)
            #expect(other.status == 409)
            #expect(other.error == "This Idempotency-Key was used with a different request")
        }
    }

    @Test func keysBelongToTheirAccount() async throws {
        try await TestService.run { service in
            let other = try await service.store.accounts.create(name: "other").id
            try await service.store.credits.grant(TestService.price, to: other)
            let key = try await service.store.keys.create(for: other, name: "k").text
            let body = try TestService.body()
            let first = try await service.submit(body, headers: [.idempotencyKey: "k"])
            let second = try await service.submit(body, headers: [.idempotencyKey: "k", .apiKey: key])
            #expect(second.status == 200)
            #expect(try first.json["request_id"] != second.json["request_id"])
        }
    }

    @Test("the key's length is limited", arguments: [0, 256])
    func length(count: Int) async throws {
        try await TestService.run { service in
            let key = String(repeating: "k", count: count)
            let answer = try await service.submit(try TestService.body(), headers: [.idempotencyKey: key])
            #expect(answer.status == 400)
            #expect(answer.error == "the Idempotency-Key header has \(count) bytes; 1 to 255 are allowed")
        }
    }
}
