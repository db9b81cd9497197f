extension Migration {
    /// The span that accepted a job, for the worker's spans to belong to; NULL where nothing is traced. One text serves both
    /// databases.
    static let traceContext = Migration(
        name: "0006-trace-context",
        statements: "ALTER TABLE job ADD COLUMN traceparent TEXT"
    )
}
