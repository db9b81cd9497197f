import Foundation

/// Something that takes time, within a trace. It is sent when it has ended; one that never ends is never sent.
///
/// Within a task, ``current`` is what new spans belong to. Nil, as it is where nothing is traced, makes everything here do
/// nothing but the work itself.
public struct Span: Sendable {
    @TaskLocal public static var current: Span?

    public let context: TraceContext
    let parent: TraceContext?
    let name: String
    let kind: SpanKind
    let begin: UInt64
    let tracer: Tracer

    /// A part of this one. Its name comes from a short list, without ids; `begin` counts nanoseconds since 1970, and is now
    /// without it.
    public func child(_ name: String, kind: SpanKind = .internal, from begin: UInt64? = nil) -> Span {
        Span(
            context: context.next(),
            parent: context,
            name: name,
            kind: kind,
            begin: begin ?? Self.now,
            tracer: tracer
        )
    }

    /// Hands it over to be sent: takes a lock for a moment, and never waits for the network.
    public func end(_ attributes: [String: String] = [:], error: String? = nil, at end: UInt64? = nil) {
        tracer.keep(FinishedSpan(span: self, end: max(begin, end ?? Self.now), attributes: attributes, error: error))
    }

    /// Nanoseconds since 1970.
    public static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Does work as a part of the current span.
    public static func run<Value>(
        _ name: String,
        kind: SpanKind = .internal,
        _ work: () async throws -> Value
    ) async rethrows -> Value {
        guard let span = current?.child(name, kind: kind) else { return try await work() }
        do {
            let value = try await $current.withValue(span) { try await work() }
            span.end()
            return value
        } catch {
            span.end(error: "\(type(of: error))")
            throw error
        }
    }

    /// Does work as a part of `parent`, on a thread that belongs to no task.
    public static func run<Value>(
        _ name: String,
        under parent: Span?,
        _ work: (Span?) throws -> Value
    ) rethrows -> Value {
        let span = parent?.child(name)
        do {
            let value = try work(span)
            span?.end()
            return value
        } catch {
            // Its type only: a message could hold what a client wrote.
            span?.end(error: "\(type(of: error))")
            throw error
        }
    }
}

/// OTLP's numbers.
public enum SpanKind: Int, Sendable {
    case `internal` = 1
    case server = 2
    case client = 3
}

struct FinishedSpan: Sendable {
    let span: Span
    let end: UInt64
    let attributes: [String: String]
    let error: String?
}
