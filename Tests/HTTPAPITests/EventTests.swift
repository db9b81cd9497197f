import Foundation
import GenerationTypes
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JobStore
import Testing

@testable import HTTPAPI

struct EventTests {
    /// Follows a new job to its end, doing the next thing to it whenever something was told.
    @Test("a job's life is told in order, each thing once")
    func life() async throws {
        try await TestService.run(worker: nil) { service in
            let id = try await service.submitted()
            let (feed, reader) = JobFeeds(store: service.store, heartbeat: .seconds(15)).open(id)
            defer { feed.close(reader) }
            var lease: Lease?
            var told: [JobFeed.Told] = []
            for await _ in reader.wakes {
                let news = feed.news(after: told.last?.id)
                for entry in news.entries {
                    told.append((entry.id, entry.event.name))
                    switch (entry.event, lease) {
                    case (.queued(let place), nil):
                        #expect(place.position == 0)
                        lease = try await service.claim().lease
                        try await service.renew(lease, step: 1, preview: nil)
                    case (.step(let progress, _), let lease?) where progress.step == 1:
                        try await service.renew(lease, step: 1, preview: [0xFF, 0xD8])
                    case (.preview(let preview), let lease?):
                        #expect(preview == JobPreview(step: 1, jpeg: [0xFF, 0xD8]))
                        try await service.renew(lease, step: 2, preview: nil)
                    case (.step(let progress, _), let lease?) where progress.step == 2:
                        _ = try await service.store.jobs.fail(lease, GenerationFailure(.unsupportedPrompt, "no"))
                    case (.ended(let job, _), _): #expect(job.failure?.message == "no")
                    default: Issue.record("unexpected \(entry.event)")
                    }
                }
                if news.isComplete { break }
            }
            #expect(told.map(\.name) == ["queued", "step", "preview", "step", "failed"])
            #expect(told.map(\.id) == told.map(\.id).sorted())
            // Whoever comes late gets the same.
            let (again, late) = (feed.news(after: nil), feed.news(after: told[1].id))
            #expect(again.entries.map(\.id) == told.map(\.id))
            #expect(late.entries.map(\.id) == told.dropFirst(2).map(\.id))
        }
    }

    @Test("what becomes known at the same time is told, all of it")
    func together() async throws {
        try await TestService.run(worker: nil) { service in
            let id = try await service.submitted()
            let (feed, reader) = JobFeeds(store: service.store, heartbeat: .seconds(15)).open(id)
            defer { feed.close(reader) }
            var lease: Lease?
            var told: [JobFeed.Told] = []
            for await _ in reader.wakes {
                let news = feed.news(after: told.last?.id)
                for entry in news.entries {
                    told.append((entry.id, entry.event.name))
                    switch (entry.event, lease) {
                    case (.queued, nil):
                        lease = try await service.claim().lease
                        try await service.renew(lease, step: 1, preview: [0xFF, 0xD8])
                    case (.step(let progress, _), let lease?) where progress.step == 1:
                        try await service.renew(lease, step: 2, preview: nil)
                    case (.step, let lease?):
                        _ = try await service.store.jobs.fail(lease, GenerationFailure(.unsupportedPrompt, "no"))
                    default: break
                    }
                }
                if news.isComplete { break }
            }
            #expect(told.map(\.name) == ["queued", "step", "preview", "step", "failed"])
        }
    }

    @Test("the last event is the answer about the request, and who has seen it is told not to come back")
    func end() async throws {
        try await TestService.run { service in
            let id = try await service.submitted()
            _ = try await service.finished(id)
            let path = "/v2/requests/\(id)/events"
            let stream = try await service.send(.get, path)
            #expect(stream.status == 200 && stream.headers[.contentType] == "text/event-stream")
            #expect(stream.headers[.cacheControl] == "no-store")
            let events = stream.events
            #expect(events.map(\.name) == ["completed"])
            let end = try #require(events.first)
            let result = try await service.send(.get, "/v2/requests/\(id)")
            #expect(end.data == (try result.json))

            let lastEventID = try #require(HTTPField.Name("Last-Event-ID"))
            let seen = try await service.send(.get, path, headers: [lastEventID: end.id])
            #expect(seen.status == 204 && seen.bytes.isEmpty)
            let foreign = try await service.send(.get, path, headers: [lastEventID: "something else"])
            #expect(foreign.events == events)
        }
    }

    @Test("only the account may follow, with any of its keys")
    func access() async throws {
        try await TestService.run(worker: nil) { service in
            let id = try await service.submitted()
            let stranger = try await service.store.accounts.create(name: "stranger").id
            let foreign = try await service.store.keys.create(for: stranger, name: "key").text
            let path = "/v2/requests/\(id)/events"
            #expect(try await service.send(.get, path, headers: [.apiKey: foreign]).status == 404)
            #expect(try await service.sendAsIs(.get, path).status == 401)
            let unknown = JobID.random(at: service.store.clock.now)
            #expect(try await service.send(.get, "/v2/requests/\(unknown)/events").status == 404)
            _ = try await service.send(.delete, "/v2/requests/\(id)")
            #expect(try await service.send(.get, path).events.map(\.name) == ["cancelled"])
        }
    }

    @Test("a server that stops ends the streams of jobs that go on")
    func drain() async throws {
        try await TestService.run(worker: nil) { service in
            let id = try await service.submitted()
            async let stream = service.send(.get, "/v2/requests/\(id)/events")
            await service.lifecycle.beginDraining(for: .zero)
            let answer = try await stream
            #expect(answer.status == 200)
            #expect(answer.events.allSatisfy { $0.name == "queued" })
        }
    }

    @Test("a silent stream is kept alive by comments")
    func heartbeat() async throws {
        let configure: (inout HTTPAPIConfiguration) -> Void = { $0.eventHeartbeat = .milliseconds(5) }
        try await TestService.run(.live, configure: configure, worker: nil) { service in
            let id = try await service.submitted()
            let port = try #require(service.client.port)
            try await RawConnection.open(port) { connection in
                let head =
                    "GET /v2/requests/\(id)/events HTTP/1.1\r\nHost: localhost\r\nx-api-key: \(service.key)\r\n\r\n"
                try await connection.send(head)
                #expect(try await connection.read(until: ": still here\n\n").contains("text/event-stream"))
                #expect(try await connection.read(until: "event: queued\n").contains("retry: "))
            }
        }
    }
}

extension JobFeed {
    fileprivate typealias Told = (id: EventID, name: String)
}

/// An event as a client reads it.
private struct ReceivedEvent: Hashable {
    let id: String
    let name: String
    let data: JSONValue
}

extension Answer {
    /// Blocks without an event are left out.
    fileprivate var events: [ReceivedEvent] {
        String(decoding: bytes, as: UTF8.self).components(separatedBy: "\n\n").compactMap { block in
            var fields: [String: String] = [:]
            for line in block.split(separator: "\n") {
                let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
                if parts.count == 2 { fields[parts[0]] = String(parts[1].dropFirst()) }
            }
            guard let id = fields["id"], let name = fields["event"], let text = fields["data"],
                let data = try? JSONParser.parse(Array(text.utf8))
            else { return nil }
            return ReceivedEvent(id: id, name: name, data: data)
        }
    }
}

extension TestService {
    fileprivate func claim() async throws -> ClaimedJob {
        let worker = WorkerID(rawValue: "fake")
        return try #require(
            try await store.jobs.claim(by: worker, engines: [FakeWorker.engine], lease: .seconds(30))
        )
    }

    fileprivate func renew(_ lease: Lease?, step: Int, preview: [UInt8]?) async throws {
        let answer = try await store.jobs.renew(
            try #require(lease),
            for: .seconds(30),
            progress: GenerationProgress(step: step, steps: 2, label: "painting"),
            preview: preview.map { JobPreview(step: step, jpeg: $0) }
        )
        if answer == .lost { Issue.record("the lease was lost") }
    }
}
