import GenerationTypes
import HTTPTypes
import JobStore
import Testing

@testable import HTTPAPI

struct HistoryTests {
    @Test func listsRequestsWithCostInputAndOutcome() async throws {
        try await TestService.run(worker: { job in
            job.request.seed == 1 ? .deliver() : .fail(GenerationFailure(.unsupportedPrompt, "cannot"))
        }) { service in
            let delivered = try await service.submitted(try TestService.body(["seed": 1]))
            let failed = try await service.submitted(try TestService.body(["seed": 2]))
            _ = try await service.finished(delivered)
            _ = try await service.finished(failed)

            let page = try await service.send(.get, "/inference-request/request-history").json
            #expect(page["page"] == 1)
            #expect(page["per_page"] == 20)
            #expect(page["total"] == 2)
            let rows = try #require(page["data"]?.items)
            #expect(rows.compactMap { $0["request_id"]?.text } == [failed.rawValue, delivered.rawValue])
            #expect(rows[0]["model_status"] == "FAILED")
            #expect(rows[0]["error"] == "cannot")
            #expect(rows[0]["credits_deduction"] == .number("0"))
            #expect(rows[0]["generation_url"] == .null)
            let row = rows[1]
            #expect(row["model_name"] == .string(TestService.slug))
            #expect(row["model_status"] == "COMPLETED")
            #expect(row["credits_deduction"] == .number("0.035"))
            #expect(row["request_body"]?["prompt"] == "make it winter")
            #expect(row["request_body"]?["image_url"]?.text?.hasPrefix("data:image/png;base64,") == true)
            #expect(row["request_body"]?["image_url"]?.text?.contains("more bytes") == true)
            #expect(row["generation_url"]?.text?.hasPrefix("http://localhost/files/") == true)
            #expect(row["latency_ms"] != .null)
            #expect(row["model_created"]?.text?.hasSuffix("Z") == true)
            #expect(row["error"] == .null)
            #expect(try await service.send(.get, "/inference-request/request-history/\(delivered)").json == row)

            for path in ["generations", "generations?model_name=kling", "recent-generations?model_name=kling"] {
                let generations = try await service.send(.get, "/inference-request/\(path)").json
                #expect(generations["data"] == [row])
            }
            let none = try await service.send(
                .get,
                "/inference-request/generations?start_date=2020-01-01&end_date=2020-02-01"
            )
            #expect(try none.json["data"] == [])
        }
    }

    @Test func aDeletedRequestAndItsImageAreGoneAndStayPaidFor() async throws {
        try await TestService.run { service in
            let id = try await service.submitted()
            let job = try await service.finished(id)
            let output = try #require(job.output).artifact
            let path = "/inference-request/request-history/\(id)"
            #expect(try await service.sendAsIs(.get, "/\(output)").status == 200)
            #expect(try await service.send(.delete, path).status == 200)
            #expect(try await service.send(.get, path).status == 404)
            #expect(try await service.send(.delete, path).status == 404)
            #expect(try await service.send(.get, "/inference-request/request-history").json["total"] == 0)
            #expect(try await service.sendAsIs(.get, "/\(output)").status == 404)
            #expect(try await service.balance().spent == TestService.price)
        }
    }

    @Test func aRequestThatHasNotEndedIsNotDeleted() async throws {
        try await TestService.run(worker: nil) { service in
            let id = try await service.submitted()
            #expect(try await service.send(.delete, "/inference-request/request-history/\(id)").status == 409)
            #expect(try await service.store.history.job(id, account: service.account) != nil)
        }
    }

    @Test func nobodyDeletesAnothersRequest() async throws {
        try await TestService.run { service in
            let id = try await service.submitted()
            _ = try await service.finished(id)
            let other = try await service.store.accounts.create(name: "other").id
            let key = try await service.store.keys.create(for: other, name: "other").text
            let path = "/inference-request/request-history/\(id)"
            #expect(try await service.send(.delete, path, headers: [.apiKey: key]).status == 404)
            #expect(try await service.store.history.job(id, account: service.account) != nil)
        }
    }

    @Test(
        "filters by what became of them",
        arguments: [("PENDING", 2), ("COMPLETED", 0), ("FAILED", 1), ("", 3)]
    )
    func status(status: String, count: Int) async throws {
        try await TestService.run(worker: nil) { service in
            for seed in 1...3 { _ = try await service.submitted(try TestService.body(["seed": .integer(seed)])) }
            let first = try #require(try await service.store.history.newest().first)
            _ = try await service.send(.delete, "/v2/requests/\(first.id)")
            let page = try await service.send(.get, "/inference-request/request-history?status=\(status)&per_page=1")
                .json
            #expect(page["total"] == .integer(count))
            #expect(page["data"]?.items?.count == min(1, count))
        }
    }

    @Test(
        "explains a wrong query",
        arguments: [
            ("page=0", "page: '0' is not an integer from 1 to 1000000"),
            ("per_page=101", "per_page: '101' is not an integer from 1 to 100"),
            ("status=DONE", "status: 'DONE' is not one of COMPLETED, FAILED, PENDING"),
            ("sort_by=x", "sort_by: 'x' is not one of model_created, model_name, credits_deduction"),
            ("sort_order=up", "sort_order: 'up' is not one of desc, asc"),
            ("from_date=2026-02-30", "from_date: '2026-02-30' is not a day like 2026-01-31"),
            (
                "from_date=2026-01-01&to_date=2026-02-02",
                "from_date: '2026-01-01' is 32 days before to_date '2026-02-02'; at most 31 are allowed"
            ),
            ("from_date=2026-01-02&to_date=2026-01-01", "from_date: '2026-01-02' is after to_date '2026-01-01'"),
        ]
    )
    func explains(query: String, message: String) async throws {
        try await TestService.run { service in
            let answer = try await service.send(.get, "/inference-request/request-history?\(query)")
            #expect(answer.status == 400)
            #expect(answer.error == message)
        }
    }

    @Test func theWindowEndsWithItsLastDay() throws {
        let today = try #require(CivilDate("2026-11-23"))
        let account = AccountID(rawValue: 1)
        let usual = try HistoryParameters.requests([:], account: account, today: today)
        #expect(usual.from == CivilDate("2026-11-16")?.start)
        #expect(usual.to == CivilDate("2026-11-24")?.start)
        let given = try HistoryParameters.requests(
            ["from_date": "2026-10-01", "to_date": "2026-11-01", "sort_by": "credits_deduction", "sort_order": "asc"],
            account: account,
            today: today
        )
        #expect(given.from == CivilDate("2026-10-01")?.start)
        #expect(given.to == CivilDate("2026-11-02")?.start)
        #expect(given.order == .charge)
        #expect(given.ascending)
    }

    @Test func bodiesAreKeptReadableAndShort() throws {
        let long = String(repeating: "x", count: 100_000)
        let members: JSONValue = [
            "image_url": .string("data:image/png;base64," + long), "prompt": "p", "junk": .string(long),
        ]
        let text = RequestRecord.text(of: members)
        #expect(text.utf8.count < 10_000)
        let kept = try JSONParser.parse(Array(text.utf8))
        #expect(kept["prompt"] == "p")
        #expect(kept["image_url"]?.text?.hasSuffix("more bytes)") == true)
        let flood = JSONValue.object(
            (0..<10_000).map { .init(name: "member\($0)", value: 1) } + (members.members ?? [])
        )
        #expect(RequestRecord.text(of: flood).utf8.count <= RequestRecord.byteLimit)
        #expect(RequestRecord.text(of: flood).contains("\"prompt\":\"p\""))
    }
}
