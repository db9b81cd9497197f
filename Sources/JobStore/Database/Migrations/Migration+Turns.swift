extension Migration {
    /// Accounts take turns, and keys have priorities. Jobs that wait already keep the order in which they came.
    static let turns = Migration(
        name: "0005-turns",
        statements: columns("INTEGER") + indexes
    )

    /// The same for PostgreSQL, and what servers know together of how often keys were used: it is not written to the log
    /// ahead, because all that a crash costs is that buckets are full again.
    static let postgresTurns = Migration(
        name: "0002-turns",
        statements: columns("BIGINT") + indexes + """
            CREATE UNLOGGED TABLE rate_bucket (
                key_id BIGINT PRIMARY KEY,
                tokens DOUBLE PRECISION NOT NULL,
                taken BIGINT NOT NULL,
                updated_at BIGINT NOT NULL
            );

            """
    )

    private static func columns(_ integer: String) -> String {
        """
        ALTER TABLE api_key ADD COLUMN priority \(integer) NOT NULL DEFAULT 0 CHECK (priority BETWEEN -100 AND 100);
        ALTER TABLE job ADD COLUMN priority \(integer) NOT NULL DEFAULT 0 CHECK (priority BETWEEN -100 AND 100);
        ALTER TABLE job ADD COLUMN turn \(integer) NOT NULL DEFAULT 0;

        """
    }

    private static let indexes = """
        DROP INDEX job_queue;
        CREATE INDEX job_queue ON job (engine, model, priority DESC, turn, sequence) WHERE status = 'queued';
        CREATE INDEX job_turns ON job (account_id, engine, model, priority, turn) WHERE status = 'queued';

        """
}
