import GenerationTypes
import HTTPTypes
import HummingbirdTesting
import JobStore
import NIOCore
import Testing

@testable import HTTPAPI

/// What happens on real connections, with clients that are slow, endless, careful or gone.
struct ConnectionTests {
    /// A request's first lines.
    private func head(
        _ service: TestService,
        _ method: String = "POST",
        _ path: String = "/v1/\(TestService.slug)",
        key: String? = nil,
        fields: [String] = []
    ) -> String {
        let own = ["Host: localhost", "x-api-key: \(key ?? service.key)", "Content-Type: application/json"]
        return "\(method) \(path) HTTP/1.1\r\n" + (own + fields).joined(separator: "\r\n") + "\r\n\r\n"
    }

    /// A whole request that is accepted.
    private func request(_ service: TestService, _ field: String) throws -> String {
        let body = String(buffer: try TestService.body().buffer)
        return head(service, fields: ["Content-Length: \(body.utf8.count)", field]) + body
    }

    private func port(_ service: TestService) throws -> Int { try #require(service.client.port) }

    // MARK: - Slow and endless

    @Test func aSlowHeaderIsCut() async throws {
        try await TestService.run(.live, configure: { $0.limits.headerTime = .milliseconds(50) }) { service in
            let text = try await RawConnection.open(try port(service)) { connection in
                try await connection.send("GET /healthz HTT")
                return await connection.readToEnd()
            }
            #expect(text == "")
        }
    }

    @Test func aSlowBodyIsCut() async throws {
        try await TestService.run(.live, configure: { $0.limits.bodyTime = .milliseconds(50) }) { service in
            let text = try await RawConnection.open(try port(service)) { connection in
                try await connection.send(
                    head(service, fields: ["Content-Length: 1000"]) + "{"
                )
                return await connection.readToEnd()
            }
            #expect(!text.contains("200 OK"))
        }
    }

    @Test func anAddressHasItsShareOfConnections() async throws {
        try await TestService.run(
            .live,
            configure: { $0.limits.connectionCountPerAddress = 2 }
        ) { service in
            let port = try port(service)
            let request = head(service, "GET", "/healthz", fields: ["Content-Length: 0"])
            // One is the test's own client's, if it has connected.
            let (answered, refused) = try await RawConnection.open(port) { first in
                try await first.send(request)
                let answered = try await first.read(until: "200 OK")
                return try await RawConnection.open(port) { second in
                    try? await second.send(request)
                    _ = try await second.read(until: "200 OK")
                    return try await RawConnection.open(port) { third in
                        try? await third.send(request)
                        return (answered, await third.readToEnd())
                    }
                }
            }
            #expect(answered.contains("200 OK"))
            #expect(refused == "")
            // Places become free again, once the server has noticed.
            var again = ""
            for _ in 0..<1_000 where !again.contains("200 OK") {
                again = try await RawConnection.open(port) { connection in
                    try? await connection.send(head(service, "GET", "/healthz", fields: ["Connection: close"]))
                    return await connection.readToEnd()
                }
            }
            #expect(again.contains("200 OK"))
        }
    }

    @Test func anIdleConnectionIsClosed() async throws {
        try await TestService.run(.live, configure: { $0.limits.idleTime = .milliseconds(50) }) { service in
            let text = try await RawConnection.open(try port(service)) { connection in
                try await connection.send(head(service, "GET", "/healthz"))
                return await connection.readToEnd()
            }
            #expect(text.contains("200 OK"))
        }
    }

    @Test func anEndlessBodyIsAnsweredAndCut() async throws {
        try await TestService.run(.live, configure: { $0.limits.bodyBytes = 100_000 }) { service in
            let text = try await RawConnection.open(try port(service)) { connection in
                let chunk = "2710\r\n" + String(repeating: " ", count: 10_000) + "\r\n"
                try await connection.send(
                    head(service, fields: ["Transfer-Encoding: chunked"])
                )
                for _ in 0..<11 { try await connection.send(chunk) }
                return await connection.readToEnd()
            }
            #expect(text.contains("413 Payload Too Large"))
            #expect(text.lowercased().contains("connection: close"))
            #expect(text.contains("at most 100000 bytes are accepted"))
        }
    }

    @Test func aLyingLengthIsRefusedBeforeTheBody() async throws {
        try await TestService.run(.live) { service in
            let text = try await RawConnection.open(try port(service)) { connection in
                try await connection.send(head(service, fields: ["Content-Length: 99999999999"]))
                return await connection.readToEnd()
            }
            #expect(text.contains("413 Payload Too Large"))
        }
    }

    @Test func hugeHeadersAreRefused() async throws {
        try await TestService.run(.live, configure: { $0.limits.headerBytes = 2_000 }) { service in
            let text = try await RawConnection.open(try port(service)) { connection in
                let field = "x-large: " + String(repeating: "x", count: 4_000)
                try await connection.send(head(service, "GET", "/healthz", fields: [field]))
                return await connection.readToEnd()
            }
            #expect(text.hasPrefix("HTTP/1.1 400"))
        }
    }

    @Test func aRefusedRequestsBodyIsNotWaitedFor() async throws {
        try await TestService.run(.live) { service in
            let text = try await RawConnection.open(try port(service)) { connection in
                try await connection.send(head(service, key: "wrong", fields: ["Content-Length: 1000000"]))
                return await connection.readToEnd()
            }
            #expect(text.contains("401 Unauthorized"))
            #expect(text.lowercased().contains("connection: close"))
        }
    }

    // MARK: - Careful

    @Test func aClientThatAsksFirstIsToldToGoOn() async throws {
        try await TestService.run(.live) { service in
            let body = String(buffer: try TestService.body().buffer)
            let text = try await RawConnection.open(try port(service)) { connection in
                let fields = ["Content-Length: \(body.utf8.count)", "Expect: 100-continue"]
                try await connection.send(head(service, fields: fields))
                _ = try await connection.read(until: "100 Continue\r\n\r\n")
                try await connection.send(body)
                return try await connection.read(until: "not really an image")
            }
            #expect(text.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK"))
        }
    }

    @Test func aClientThatAsksFirstIsRefusedBeforeItsBody() async throws {
        try await TestService.run(.live) { service in
            let text = try await RawConnection.open(try port(service)) { connection in
                let fields = ["Content-Length: 100000", "Expect: 100-continue"]
                try await connection.send(head(service, key: "wrong", fields: fields))
                return await connection.readToEnd()
            }
            #expect(text.hasPrefix("HTTP/1.1 401"))
        }
    }

    @Test func aConnectionServesManyRequests() async throws {
        try await TestService.run(.live) { service in
            for _ in 0..<3 {
                let answer = try await service.generate(try TestService.body())
                #expect(answer.bytes == TestService.delivered)
                #expect(answer.headers[.connection] != "close")
                let file = try await service.send(.get, "/healthz")
                #expect(file.status == 200)
            }
        }
    }

    // MARK: - Gone

    @Test func aClientThatLeavesCancelsItsRequest() async throws {
        try await TestService.run(.live, worker: { _ in .workUntilCancelled }) { service in
            let request = try request(service, "x-other: field")
            try await RawConnection.open(try port(service)) { connection in
                try await connection.send(request)
                try await until { try await service.store.history.newest().first?.status == .processing }
            }
            try await until { try await service.store.history.newest().first?.status == .cancelled }
            let failure = try await service.store.history.newest().first?.failure
            #expect(failure?.message == "the request was cancelled: its client disconnected")
            #expect(try await service.balance().available == MicroDollars(10_000_000))
        }
    }

    @Test func withAnIdempotencyKeyTheRequestGoesOn() async throws {
        try await TestService.run(.live, worker: nil) { service in
            for field in ["Idempotency-Key: mine", "x-other: field"] {
                let request = try request(service, field)
                try await RawConnection.open(try port(service)) { connection in
                    let count = try await service.store.history.newest().count
                    try await connection.send(request)
                    try await until { try await service.store.history.newest().count > count }
                }
            }
            // Clients are noticed to leave in the order in which they do: once the second's request is cancelled, the
            // first's would be too.
            try await until { try await service.store.history.newest().first?.status == .cancelled }
            #expect(try await service.store.history.newest().last?.status == .queued)

            async let answering = service.generate(try TestService.body(), headers: [.idempotencyKey: "mine"])
            let worker = FakeWorker(store: service.store, image: TestService.delivered) { _ in .deliver() }
            try await worker.takeOne()
            let answer = try await answering
            #expect(answer.bytes == TestService.delivered)
            let first = try #require(try await service.store.history.newest().last)
            #expect(answer.headers[.requestID] == first.id.rawValue)
        }
    }
}
