extension Migration {
    /// Money is integer micro-dollars, time is milliseconds since 1970, lists are JSON.
    static let firstSchema = Migration(
        name: "0001-first-schema",
        statements: accountTables + creditTables + jobTables + artifactTables + webhookTables
    )

    private static let accountTables = """
        CREATE TABLE account (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100),
            created_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE api_key (
            id INTEGER PRIMARY KEY,
            account_id INTEGER NOT NULL REFERENCES account (id),
            hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
            name TEXT NOT NULL,
            hint TEXT NOT NULL,
            scopes TEXT NOT NULL,
            requests_per_minute INTEGER CHECK (requests_per_minute > 0),
            burst INTEGER CHECK (burst > 0),
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            revoked_at INTEGER,
            last_used_at INTEGER,
            CHECK ((requests_per_minute IS NULL) = (burst IS NULL))
        ) STRICT;
        CREATE INDEX api_key_by_account ON api_key (account_id);

        """

    /// An entry moves one amount from one book to another, so it balances by its form. The trigger carries it into the
    /// balance in the same statement, and the balance's checks refuse what must not be.
    private static let creditTables = """
        CREATE TABLE credit_balance (
            account_id INTEGER PRIMARY KEY REFERENCES account (id),
            granted INTEGER NOT NULL DEFAULT 0,
            available INTEGER NOT NULL DEFAULT 0 CHECK (available >= 0),
            reserved INTEGER NOT NULL DEFAULT 0 CHECK (reserved >= 0),
            spent INTEGER NOT NULL DEFAULT 0 CHECK (spent >= 0),
            CHECK (granted + available + reserved + spent = 0)
        ) STRICT;

        CREATE TABLE credit_entry (
            id INTEGER PRIMARY KEY,
            account_id INTEGER NOT NULL REFERENCES credit_balance (account_id),
            kind TEXT NOT NULL,
            from_book TEXT NOT NULL,
            to_book TEXT NOT NULL,
            amount INTEGER NOT NULL CHECK (amount >= 0),
            job_id TEXT REFERENCES job (id),
            note TEXT NOT NULL DEFAULT '',
            created_at INTEGER NOT NULL,
            CHECK (CASE kind
                WHEN 'grant' THEN from_book = 'granted' AND to_book = 'available' AND job_id IS NULL
                WHEN 'reserve' THEN from_book = 'available' AND to_book = 'reserved' AND job_id IS NOT NULL
                WHEN 'capture' THEN from_book = 'reserved' AND to_book = 'spent' AND job_id IS NOT NULL
                WHEN 'release' THEN from_book = 'reserved' AND to_book = 'available' AND job_id IS NOT NULL
                WHEN 'adjustment' THEN job_id IS NULL AND (
                    from_book = 'granted' AND to_book = 'available' OR from_book = 'available' AND to_book = 'granted')
                ELSE 0 END)
        ) STRICT;
        CREATE INDEX credit_entry_by_account ON credit_entry (account_id, id);
        CREATE UNIQUE INDEX credit_entry_reserves_once ON credit_entry (job_id) WHERE kind = 'reserve';
        CREATE UNIQUE INDEX credit_entry_settles_once ON credit_entry (job_id) WHERE kind IN ('capture', 'release');

        CREATE TRIGGER credit_entry_moves AFTER INSERT ON credit_entry BEGIN
            UPDATE credit_balance SET
                granted = granted + NEW.amount * ((NEW.to_book = 'granted') - (NEW.from_book = 'granted')),
                available = available + NEW.amount * ((NEW.to_book = 'available') - (NEW.from_book = 'available')),
                reserved = reserved + NEW.amount * ((NEW.to_book = 'reserved') - (NEW.from_book = 'reserved')),
                spent = spent + NEW.amount * ((NEW.to_book = 'spent') - (NEW.from_book = 'spent'))
            WHERE account_id = NEW.account_id;
        END;
        CREATE TRIGGER credit_entry_is_never_changed BEFORE UPDATE ON credit_entry BEGIN
            SELECT RAISE(ABORT, 'a credit entry is never changed');
        END;
        CREATE TRIGGER credit_entry_is_never_deleted BEFORE DELETE ON credit_entry BEGIN
            SELECT RAISE(ABORT, 'a credit entry is never deleted');
        END;
        CREATE TRIGGER credit_settles_what_was_reserved BEFORE INSERT ON credit_entry
        WHEN NEW.kind IN ('capture', 'release') AND NOT EXISTS (
            SELECT 1 FROM credit_entry WHERE job_id = NEW.job_id AND kind = 'reserve'
                AND account_id = NEW.account_id AND amount = NEW.amount)
        BEGIN
            SELECT RAISE(ABORT, 'what is captured or released must have been reserved');
        END;

        """

    private static let jobTables = """
        CREATE TABLE job (
            sequence INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
            account_id INTEGER NOT NULL REFERENCES account (id),
            key_id INTEGER REFERENCES api_key (id),
            model TEXT NOT NULL,
            engine TEXT NOT NULL,
            price INTEGER NOT NULL CHECK (price >= 0),
            submitted_at INTEGER NOT NULL,
            record_expires_at INTEGER NOT NULL,
            deadline_at INTEGER,
            webhook_url TEXT,
            revision INTEGER NOT NULL DEFAULT 1,

            status TEXT NOT NULL,
            attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
            lease_number INTEGER NOT NULL DEFAULT 0 CHECK (lease_number >= 0),
            not_before INTEGER,
            worker TEXT,
            lease_expires_at INTEGER,
            cancel_reason TEXT,
            failure_code TEXT,
            failure_message TEXT,

            started_at INTEGER,
            finished_at INTEGER,
            step INTEGER,
            steps INTEGER,
            step_label TEXT,
            output_key TEXT,
            output_type TEXT,
            output_bytes INTEGER,
            output_width INTEGER,
            output_height INTEGER,
            inference_milliseconds INTEGER,
            warnings TEXT,

            request TEXT NOT NULL,
            request_body TEXT NOT NULL,
            ignored_parameters TEXT NOT NULL,

            CHECK (status IN ('queued', 'processing', 'completed', 'failed', 'cancelled')),
            CHECK ((status = 'queued') = (not_before IS NOT NULL)),
            CHECK ((status = 'processing') = (lease_expires_at IS NOT NULL)),
            CHECK (status <> 'processing' OR worker IS NOT NULL),
            CHECK ((status IN ('failed', 'cancelled')) = (failure_code IS NOT NULL)),
            CHECK ((failure_code IS NULL) = (failure_message IS NULL)),
            CHECK ((status = 'completed') = (output_key IS NOT NULL)),
            CHECK ((status IN ('completed', 'failed', 'cancelled')) = (finished_at IS NOT NULL))
        ) STRICT;
        CREATE INDEX job_queue ON job (engine, sequence) WHERE status = 'queued';
        CREATE INDEX job_leases ON job (lease_expires_at) WHERE status = 'processing';
        CREATE INDEX job_deadlines ON job (deadline_at) WHERE status IN ('queued', 'processing') AND deadline_at IS NOT NULL;
        CREATE INDEX job_history ON job (account_id, submitted_at);
        CREATE TRIGGER job_ends_once BEFORE UPDATE ON job
        WHEN OLD.status IN ('completed', 'failed', 'cancelled') AND NEW.status <> OLD.status
        BEGIN
            SELECT RAISE(ABORT, 'a job ends once');
        END;

        CREATE TABLE idempotency (
            account_id INTEGER NOT NULL REFERENCES account (id),
            key TEXT NOT NULL,
            fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
            job_id TEXT NOT NULL REFERENCES job (id),
            expires_at INTEGER NOT NULL,
            PRIMARY KEY (account_id, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX idempotency_by_expiry ON idempotency (expires_at);

        """

    private static let artifactTables = """
        CREATE TABLE artifact (
            key TEXT PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('inputs', 'assets', 'files')),
            account_id INTEGER REFERENCES account (id),
            byte_count INTEGER NOT NULL CHECK (byte_count >= 0),
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX artifact_by_expiry ON artifact (expires_at);

        """

    private static let webhookTables = """
        CREATE TABLE webhook (
            id TEXT PRIMARY KEY,
            account_id INTEGER NOT NULL REFERENCES account (id),
            url TEXT NOT NULL,
            event_types TEXT NOT NULL,
            secret TEXT NOT NULL,
            is_active INTEGER NOT NULL CHECK (is_active IN (0, 1)),
            created_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX webhook_by_account ON webhook (account_id);

        CREATE TABLE webhook_delivery (
            id INTEGER PRIMARY KEY,
            account_id INTEGER NOT NULL REFERENCES account (id),
            webhook_id TEXT REFERENCES webhook (id),
            job_id TEXT NOT NULL REFERENCES job (id),
            url TEXT NOT NULL,
            event_type TEXT NOT NULL,
            status TEXT NOT NULL CHECK (status IN ('pending', 'delivered', 'abandoned')),
            attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
            next_attempt_at INTEGER NOT NULL,
            created_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX webhook_delivery_due ON webhook_delivery (next_attempt_at) WHERE status = 'pending';
        CREATE INDEX webhook_delivery_by_webhook ON webhook_delivery (webhook_id, id);
        CREATE INDEX webhook_delivery_by_job ON webhook_delivery (job_id);

        CREATE TABLE webhook_attempt (
            id INTEGER PRIMARY KEY,
            delivery_id INTEGER NOT NULL REFERENCES webhook_delivery (id),
            attempted_at INTEGER NOT NULL,
            response_status INTEGER,
            error TEXT,
            duration_milliseconds INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX webhook_attempt_by_delivery ON webhook_attempt (delivery_id);

        """
}
