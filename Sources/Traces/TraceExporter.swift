import AsyncHTTPClient
import Foundation
public import Logging
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
public import ServiceLifecycle

/// Sends what a ``Tracer`` keeps to an OpenTelemetry collector, in batches, once a second. What a collector does not take
/// is dropped and counted: traces are for looking at, and nothing waits for them.
public struct TraceExporter: Service {
    private static let batch = 512
    private static let interval = Duration.seconds(1)

    private let tracer: Tracer
    private let url: String
    private let resource: [(String, String)]
    private let logger: Logger

    /// `endpoint` is the collector's address, to which `/v1/traces` is added where it has no path; `service` is what this
    /// process is called, such as `yukimi-serve`.
    public init(tracer: Tracer, endpoint: String, service: String, version: String, logger: Logger) {
        self.tracer = tracer
        let bare = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
        url = bare.split(separator: "/").count > 2 ? bare : bare + "/v1/traces"
        resource = [
            ("service.name", service), ("service.version", version),
            ("service.instance.id", "\(ProcessInfo.processInfo.hostName)/\(ProcessInfo.processInfo.processIdentifier)"),
        ]
        self.logger = logger
    }

    /// Until a graceful shutdown; what has ended by then is sent.
    public func run() async throws {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(2)
        let client = HTTPClient(configuration: configuration)
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: Self.interval) }
            await send(by: client)
        }
        await send(by: client)
        try await client.shutdown()
    }

    private func send(by client: HTTPClient) async {
        var spans = tracer.take()[...]
        while !spans.isEmpty {
            let batch = Array(spans.prefix(Self.batch))
            spans = spans.dropFirst(Self.batch)
            do {
                try await post(batch, client)
            } catch {
                tracer.drop(batch.count + spans.count)
                logger.debug("traces could not be sent", metadata: ["error": "\(error)"])
                return
            }
        }
    }

    private func post(_ spans: [FinishedSpan], _ client: HTTPClient) async throws {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        let document = try JSONEncoder().encode(TraceDocument(spans, resource: resource))
        request.body = .bytes(ByteBuffer(data: document))
        let answer = try await client.execute(request, timeout: .seconds(5))
        _ = try await answer.body.collect(upTo: 1 << 20)
        guard (200..<300).contains(Int(answer.status.code)) else {
            throw RefusedTraces(status: Int(answer.status.code))
        }
    }
}

private struct RefusedTraces: Error {
    let status: Int
}
