import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization
import Testing

@testable import HTTPAPI

struct AccessLogTests {
    @Test func writesTheTemplateAndNothingThatIsPrivate() async throws {
        let log = Log()
        let router = Router(context: APIContext.self)
        router.addMiddleware { AnswerMiddleware() }
        router.get("v2/requests/:id") { _, _ -> Response in throw APIError.requestNotFound("x\r\nfake line") }
        router.get("broken") { _, _ -> Response in throw APIError.internalError(Trouble(text: "disk on fire")) }
        let logger = Logger(label: "test") { _ in LogRecorder(log: log) }
        try await Application(router: router, logger: logger).test(.router) { client in
            let headers: HTTPFields = [.apiKey: "SG_secret", .authorization: "Bearer SG_secret"]
            try await client.execute(uri: "/v2/requests/private-id?token=private", method: .get, headers: headers)
            try await client.execute(uri: "/broken", method: .get) { response in
                #expect(String(buffer: response.body) == #"{"error":"Internal server error"}"#)
            }
        }
        let lines = log.lines.withLock { $0 }
        let line = try #require(lines.first)
        #expect(line.hasPrefix("info Request answered"))
        #expect(line.contains("method=GET") && line.contains("path=/v2/requests/{id}") && line.contains("status=404"))
        #expect(lines.contains { $0.hasPrefix("error Request failed") && $0.contains("disk on fire") })
        for line in lines {
            #expect(!line.contains("secret") && !line.contains("private") && !line.contains("\n"))
        }
    }
}

private struct Trouble: Error, CustomStringConvertible {
    let text: String
    var description: String { text }
}

private final class Log: Sendable {
    let lines = Mutex<[String]>([])
}

private struct LogRecorder: LogHandler {
    let log: Log
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    init(log: Log) { self.log = log }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.map { "\($0)=\($1)" }.sorted()
        let line = (["\(event.level) \(event.message)"] + fields).joined(separator: " ")
        log.lines.withLock { $0.append(line) }
    }
}
