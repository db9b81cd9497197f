extension Migration {
    /// What people see while a job waits and runs.
    static let liveProgress = Migration(
        name: "0003-live-progress",
        statements: """
            CREATE TABLE job_preview (
                id INTEGER PRIMARY KEY,
                job_id TEXT NOT NULL UNIQUE REFERENCES job (id),
                number INTEGER NOT NULL CHECK (number > 0),
                step INTEGER NOT NULL,
                jpeg BLOB NOT NULL
            ) STRICT;
            CREATE TRIGGER job_preview_ends_with_its_attempt AFTER UPDATE OF status ON job
            WHEN NEW.status <> 'processing'
            BEGIN
                DELETE FROM job_preview WHERE job_id = NEW.id;
            END;

            CREATE TABLE job_duration (
                engine TEXT NOT NULL,
                model TEXT NOT NULL,
                resolution TEXT NOT NULL,
                machine TEXT NOT NULL,
                count INTEGER NOT NULL CHECK (count > 0),
                mean_milliseconds REAL NOT NULL CHECK (mean_milliseconds >= 0),
                PRIMARY KEY (engine, model, resolution, machine)
            ) STRICT, WITHOUT ROWID;

            """
    )
}
