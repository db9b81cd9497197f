import JobStore
import Logging
import Traces

/// A job's part of its request's trace:
///
/// ```
/// accept (the server's) ─► queue wait, job ─► claim, load inputs, decode, engine ─► its steps, encode, store result, record end
/// ```
extension JobExecution {
    /// Nil when the job is not traced, or where its trace cannot be had: it runs all the same.
    func beginSpan(_ claimBegin: UInt64) async -> Span? {
        guard let tracer = bench.tracer, let text = try? await bench.store.jobs.traceparent(of: job.id),
            let parent = TraceContext(traceparent: text)
        else { return nil }
        let now = Span.now
        // A job that comes again has waited for a pause and a lost lease as well, which is nothing of the queue's.
        if job.state.attempt == 1 {
            let submitted = UInt64(max(0, job.submitted.milliseconds)) * 1_000_000
            tracer.span("queue wait", .internal, parent, from: submitted).end(at: claimBegin)
        }
        let span = tracer.span("job", .internal, parent, from: claimBegin)
        span.child("claim", from: claimBegin).end(at: now)
        return span
    }

    func run(in span: Span) async {
        await Span.$current.withValue(span) { await run() }
        span.end(["job": "\(job.id)", "model": job.model, "attempt": "\(job.state.attempt)"])
    }
}
