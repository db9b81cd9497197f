import Foundation
import Testing

@testable import Traces

struct TracerTests {
    private static let sampled = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    private static let unsampled = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"

    @Test func theCallerDecidesBeforeChanceDoes() {
        #expect(Tracer(share: 0).root("GET", traceparent: Self.sampled) != nil)
        #expect(Tracer(share: 1).root("GET", traceparent: Self.unsampled) == nil)
        #expect(Tracer(share: 1).root("GET", traceparent: nil) != nil)
        #expect(Tracer(share: 0).root("GET", traceparent: nil) == nil)
        #expect(Tracer(share: 1).root("GET", traceparent: "nonsense") != nil)
    }

    @Test func partsBelongToWhatIsCurrent() async throws {
        let tracer = Tracer(share: 1)
        let root = try #require(tracer.root("POST", traceparent: Self.sampled))
        await Span.$current.withValue(root) {
            await Span.run("outer") { await Span.run("inner") {} }
        }
        root.end()
        let ended = tracer.take()
        #expect(ended.map(\.span.name) == ["inner", "outer", "POST"])
        #expect(ended[0].span.parent == ended[1].span.context)
        #expect(ended[1].span.parent == ended[2].span.context)
        #expect(ended[2].span.parent?.traceparent == Self.sampled)
        #expect(ended.allSatisfy { $0.end >= $0.span.begin })
    }

    @Test func withoutATraceTheWorkIsDoneAndNothingKept() async throws {
        let answer = await Span.run("nothing") { 42 }
        #expect(answer == 42)
        #expect(Span.current == nil)
    }

    @Test func whatFailsIsMarkedByItsType() async throws {
        struct Broken: Error {}
        let tracer = Tracer(share: 1)
        let root = try #require(tracer.root("POST", traceparent: nil))
        #expect(throws: Broken.self) { try Span.run("decode", under: root) { _ in throw Broken() } }
        #expect(tracer.take().map(\.error) == ["Broken"])
    }

    @Test func aFullQueueDropsWhatComes() throws {
        let tracer = Tracer(share: 1)
        let root = try #require(tracer.root("POST", traceparent: nil))
        for _ in 0..<(Tracer.capacity + 10) { root.child("step").end() }
        #expect(tracer.take().count == Tracer.capacity)
        #expect(tracer.take().isEmpty)
    }

    @Test func aDocumentIsWhatCollectorsTake() throws {
        let tracer = Tracer(share: 1)
        let root = try #require(tracer.root("POST", traceparent: Self.sampled))
        root.end(["http.route": "/v2/{slug}"], error: "500", at: root.begin + 5)
        let document = TraceDocument(tracer.take(), resource: [("service.name", "yukimi-serve")])
        let json = try #require(String(data: JSONEncoder().encode(document), encoding: .utf8))
        #expect(json.contains(#""traceId":"4bf92f3577b34da6a3ce929d0e0e4736""#))
        #expect(json.contains(#""parentSpanId":"00f067aa0ba902b7""#))
        #expect(json.contains(#""endTimeUnixNano":"\#(root.begin + 5)""#))
        #expect(json.contains(#""kind":2"#))
    }
}
