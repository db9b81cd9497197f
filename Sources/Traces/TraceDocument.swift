/// What a collector is sent: OTLP 1.x in its JSON encoding
/// (https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding): ids in hexadecimal, 64-bit numbers as texts.
struct TraceDocument: Encodable {
    struct Attribute: Encodable {
        struct Value: Encodable { let stringValue: String }

        let key: String
        let value: Value

        init(_ key: String, _ value: String) { (self.key, self.value) = (key, Value(stringValue: value)) }
    }

    struct Resource: Encodable { let attributes: [Attribute] }

    struct Scope: Encodable { let name: String }

    struct Status: Encodable {
        let code: Int
        let message: String?
    }

    struct Entry: Encodable {
        let traceId: String
        let spanId: String
        let parentSpanId: String?
        let name: String
        let kind: Int
        let startTimeUnixNano: String
        let endTimeUnixNano: String
        let attributes: [Attribute]
        let status: Status

        init(_ finished: FinishedSpan) {
            let span = finished.span
            traceId = span.context.traceID
            spanId = span.context.spanID
            parentSpanId = span.parent?.spanID
            name = span.name
            kind = span.kind.rawValue
            startTimeUnixNano = String(span.begin)
            endTimeUnixNano = String(finished.end)
            attributes = finished.attributes.sorted { $0.key < $1.key }.map { Attribute($0.key, $0.value) }
            // 0 says nothing, 2 is an error.
            status = Status(code: finished.error == nil ? 0 : 2, message: finished.error)
        }
    }

    struct ScopeSpans: Encodable {
        let scope = Scope(name: "yukimi")
        let spans: [Entry]
    }

    struct ResourceSpans: Encodable {
        let resource: Resource
        let scopeSpans: [ScopeSpans]
    }

    let resourceSpans: [ResourceSpans]

    init(_ spans: [FinishedSpan], resource: [(String, String)]) {
        resourceSpans = [
            ResourceSpans(
                resource: Resource(attributes: resource.map { Attribute($0.0, $0.1) }),
                scopeSpans: [ScopeSpans(spans: spans.map(Entry.init))]
            )
        ]
    }
}
