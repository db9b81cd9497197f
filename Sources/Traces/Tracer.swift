import Metrics
import Synchronization

/// Decides what is traced, and keeps what has ended until a ``TraceExporter`` sends it.
public final class Tracer: Sendable {
    /// Spans that wait to be sent; what comes when so many do is dropped and counted.
    static let capacity = 8_192

    private let share: Double
    private let waiting = Mutex<[FinishedSpan]>([])
    private let dropped = Counter(label: "yukimi_trace_spans_dropped")

    /// - Parameter share: of the requests that do not say themselves whether they are traced, from 0 to 1.
    public init(share: Double) { self.share = share }

    /// The begin of a request. Nil when it is not traced: a caller that traces has decided so already, others by chance.
    public func root(_ name: String, traceparent: String?) -> Span? {
        if let parent = traceparent.flatMap(TraceContext.init(traceparent:)) {
            return parent.isSampled ? span(name, .server, parent) : nil
        }
        guard share > 0, Double.random(in: 0..<1) < share else { return nil }
        return Span(
            context: .random(),
            parent: nil,
            name: name,
            kind: .server,
            begin: Span.now,
            tracer: self
        )
    }

    /// A part of what another process began.
    public func span(_ name: String, _ kind: SpanKind, _ parent: TraceContext, from begin: UInt64? = nil) -> Span {
        Span(context: parent.next(), parent: parent, name: name, kind: kind, begin: begin ?? Span.now, tracer: self)
    }

    func keep(_ span: FinishedSpan) {
        let isKept = waiting.withLock { waiting in
            guard waiting.count < Self.capacity else { return false }
            waiting.append(span)
            return true
        }
        if !isKept { drop(1) }
    }

    func drop(_ count: Int) { dropped.increment(by: count) }

    func take() -> [FinishedSpan] {
        waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
    }
}
