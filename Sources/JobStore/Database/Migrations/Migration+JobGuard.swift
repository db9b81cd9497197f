extension Migration {
    /// What a job's record must be is asked by one function. PostgreSQL reads each `CHECK` and each trigger's `WHEN` from its
    /// text again for every statement, which was more than half of what a claim's statement cost; a function is read
    /// once for a connection.
    static let jobGuard = Migration(
        name: "0008-job-guard",
        statements: withoutChecks + jobGuardFunction
    )

    private static let withoutChecks = """
        ALTER TABLE job
            DROP CONSTRAINT job_id_check, DROP CONSTRAINT job_price_check, DROP CONSTRAINT job_attempt_check,
            DROP CONSTRAINT job_lease_number_check, DROP CONSTRAINT job_priority_check, DROP CONSTRAINT job_status_check,
            DROP CONSTRAINT job_check, DROP CONSTRAINT job_check1, DROP CONSTRAINT job_check2, DROP CONSTRAINT job_check3,
            DROP CONSTRAINT job_check4, DROP CONSTRAINT job_check5, DROP CONSTRAINT job_check6;
        DROP TRIGGER job_ends_once ON job;
        DROP FUNCTION job_ends_once;
        DROP TRIGGER job_preview_ends_with_its_attempt ON job;
        DROP FUNCTION job_preview_ends_with_its_attempt;

        """

    private static let jobGuardFunction = """
        CREATE FUNCTION job_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF (length(NEW.id) = 36 AND NEW.price >= 0 AND NEW.priority BETWEEN -100 AND 100
                AND NEW.attempt >= 0 AND NEW.lease_number >= 0
                AND (NEW.failure_code IS NULL) = (NEW.failure_message IS NULL)
                AND CASE NEW.status
                    WHEN 'queued' THEN NEW.not_before IS NOT NULL AND NEW.lease_expires_at IS NULL
                        AND NEW.failure_code IS NULL AND NEW.output_key IS NULL AND NEW.finished_at IS NULL
                    WHEN 'processing' THEN NEW.not_before IS NULL AND NEW.lease_expires_at IS NOT NULL
                        AND NEW.worker IS NOT NULL
                        AND NEW.failure_code IS NULL AND NEW.output_key IS NULL AND NEW.finished_at IS NULL
                    WHEN 'completed' THEN NEW.not_before IS NULL AND NEW.lease_expires_at IS NULL
                        AND NEW.failure_code IS NULL AND NEW.output_key IS NOT NULL AND NEW.finished_at IS NOT NULL
                    WHEN 'failed' THEN NEW.not_before IS NULL AND NEW.lease_expires_at IS NULL
                        AND NEW.failure_code IS NOT NULL AND NEW.output_key IS NULL AND NEW.finished_at IS NOT NULL
                    WHEN 'cancelled' THEN NEW.not_before IS NULL AND NEW.lease_expires_at IS NULL
                        AND NEW.failure_code IS NOT NULL AND NEW.output_key IS NULL AND NEW.finished_at IS NOT NULL
                    ELSE FALSE END) IS NOT TRUE
            THEN
                RAISE EXCEPTION 'the record of job % contradicts itself: status %, worker %, lease until %, output %, failure %',
                    NEW.id, NEW.status, NEW.worker, NEW.lease_expires_at, NEW.output_key, NEW.failure_code
                    USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'UPDATE' THEN
                IF OLD.status <> 'queued' AND NEW.status <> OLD.status THEN
                    IF OLD.status <> 'processing' THEN
                        RAISE EXCEPTION 'a job ends once: % is %, and cannot become %', NEW.id, OLD.status, NEW.status
                            USING ERRCODE = 'integrity_constraint_violation';
                    END IF;
                    -- A preview ends with its attempt.
                    DELETE FROM job_preview WHERE job_id = NEW.id;
                END IF;
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER job_guard BEFORE INSERT OR UPDATE ON job
            FOR EACH ROW EXECUTE FUNCTION job_guard();

        """
}
