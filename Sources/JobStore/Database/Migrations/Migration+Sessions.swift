extension Migration {
    /// Browsers that are signed in, one-time links that sign in, and requests that their account no longer wants to see.
    ///
    /// A deleted request keeps its row: the ledger's movements refer to it.
    static let sessions = Migration(
        name: "0002-sessions",
        statements: """
            CREATE TABLE session (
                hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
                key_id INTEGER NOT NULL REFERENCES api_key (id),
                created_at INTEGER NOT NULL,
                expires_at INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX session_by_expiry ON session (expires_at);

            CREATE TABLE sign_in_link (
                hash BLOB PRIMARY KEY CHECK (length(hash) = 32),
                key_id INTEGER NOT NULL REFERENCES api_key (id),
                created_at INTEGER NOT NULL,
                expires_at INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX sign_in_link_by_expiry ON sign_in_link (expires_at);

            ALTER TABLE job ADD COLUMN deleted_at INTEGER;

            """
    )
}
