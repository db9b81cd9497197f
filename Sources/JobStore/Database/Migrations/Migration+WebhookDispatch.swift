extension Migration {
    /// What sending webhooks needs: leases, so that two servers never send one event at once, and secrets that are changed
    /// while receivers still check with the old one.
    static let webhookDispatch = Migration(
        name: "0004-webhook-dispatch",
        statements: """
            ALTER TABLE webhook_delivery ADD COLUMN lease_expires_at INTEGER;
            ALTER TABLE webhook_delivery ADD COLUMN attempts_before_redelivery INTEGER NOT NULL DEFAULT 0
                CHECK (attempts_before_redelivery >= 0);
            CREATE INDEX webhook_delivery_by_account ON webhook_delivery (account_id, id);

            ALTER TABLE webhook ADD COLUMN old_secret TEXT;
            ALTER TABLE webhook ADD COLUMN old_secret_expires_at INTEGER;

            CREATE TABLE callback_secret (
                account_id INTEGER PRIMARY KEY REFERENCES account (id),
                secret TEXT NOT NULL,
                old_secret TEXT,
                old_secret_expires_at INTEGER
            ) STRICT;

            """
    )
}
