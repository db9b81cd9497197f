import Foundation

/// When a transaction is repeated, and when not:
///
/// | what happened | what is known | what is done |
/// |---|---|---|
/// | conflict or deadlock | it was undone | again, after a short pause |
/// | connection lost before `COMMIT` was sent | it was undone | again, on another connection |
/// | connection lost after that | nothing | the server is asked what became of it: done, or undone and then again |
/// | connection lost around a statement that is a transaction by itself | nothing | its server process is ended, and the caller asks the rows |
/// | any other error | it was undone | the caller hears of it |
extension PostgresSeat {
    /// Statements that are transactions of their own.
    func look<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try repeating { connection in try body(connection) }
    }

    /// Reads from one snapshot.
    func read<Value>(_ body: (any SQLConnection) throws -> Value) throws -> Value {
        try repeating { connection in
            try connection.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            let value = try body(connection)
            try connection.script("COMMIT")
            return value
        }
    }

    /// Gives back what other processes should hear of as well.
    func write<Value>(_ body: (any SQLConnection) throws -> Value) throws -> (value: Value, news: Set<StoreNews>) {
        try repeating { connection in
            connection.beginWithFirstStatement()
            let value = try body(connection)
            guard let number = connection.transactionNumber else { return (value, connection.news) }
            do {
                let command = try connection.link.execute("COMMIT", within: limits.answer).command
                guard command == "COMMIT" else {
                    // The body went on after an error.
                    throw PostgresFailure(state: "25P02", message: "the transaction was undone", isLost: false)
                }
            } catch let failure as PostgresFailure where failure.isLost {
                let process = connection.link.serverProcess
                guard try isCommitted(number, process) else { throw failure }
            }
            return (value, connection.news)
        }
    }

    /// A statement that is a transaction by itself. It has no number to ask for: when its answer is lost, `find` looks for what
    /// it did.
    func writeAtOnce<Value>(
        _ body: (any SQLConnection) throws -> Value,
        find: (any SQLConnection) throws -> Value?
    ) throws -> (value: Value, news: Set<StoreNews>) {
        try repeating { connection in
            do {
                return (try body(connection), connection.news)
            } catch let failure as PostgresFailure where failure.isLost {
                guard let found = try whatWasDone(connection.link.serverProcess, find) else { throw failure }
                return found
            }
        }
    }

    /// Calls `body` until it succeeds, or fails in a way that another attempt does not mend.
    private func repeating<Value>(_ body: (PostgresConnection) throws -> Value) throws -> Value {
        let deadline = ContinuousClock.now + limits.turn
        var attempt = 1
        while true {
            do {
                let connection = try connected()
                connection.forgetTransaction()
                return try body(connection)
            } catch let failure as PostgresFailure {
                if failure.isLost || failure.isStalePlan { drop() } else { undo() }
                let mayRepeat = failure.isLost || failure.isStalePlan || failure.isConflict
                guard mayRepeat, attempt < limits.attempts, ContinuousClock.now < deadline else {
                    throw StoreError(failure)
                }
            } catch {
                undo()
                throw error
            }
            // By chance, so that two that met do not meet again; a server that starts needs some seconds.
            usleep(UInt32.random(in: 1_000...(10_000 << UInt32(min(attempt, 6)))))
            attempt += 1
        }
    }

    private func undo() {
        guard let link = try? connected().link, link.isInTransaction else { return }
        if (try? link.execute("ROLLBACK", within: limits.answer)) == nil { drop() }
    }

    /// What became of a transaction whose `COMMIT` was sent and not answered.
    ///
    /// Its server process may not know yet that the connection is gone, and may never get the `COMMIT`: it is ended then,
    /// which settles the question.
    private func isCommitted(_ number: String, _ process: Int64) throws -> Bool {
        let began = ContinuousClock.now
        while ContinuousClock.now - began < limits.inquiry {
            drop()
            do {
                let connection = try connected()
                let question = "SELECT pg_xact_status(CAST(? AS xid8))"
                switch try connection.value(String.self, question, [number]) {
                case "committed": return true
                case "aborted": return false
                case "in progress" where ContinuousClock.now - began > limits.patience:
                    try connection.end(process, in: number)
                case "in progress": break
                default: throw Self.unknownCommit(number)
                }
            } catch is PostgresFailure {
                // It is asked again.
            }
            usleep(50_000)
        }
        throw Self.unknownCommit(number)
    }

    /// What a statement did whose answer was lost. Its server process may still be at it: it is ended first.
    private func whatWasDone<Value>(
        _ process: Int64,
        _ find: (any SQLConnection) throws -> Value?
    ) throws -> (value: Value, news: Set<StoreNews>)? {
        let began = ContinuousClock.now
        while ContinuousClock.now - began < limits.inquiry {
            drop()
            do {
                let connection = try connected()
                connection.forgetTransaction()
                if try connection.hasEnded(process) { return try find(connection).map { ($0, connection.news) } }
            } catch is PostgresFailure {
                // It is asked again.
            }
            usleep(50_000)
        }
        throw StoreError(
            .unavailable,
            "the connection to the database was lost while it changed something, and what became of it could not be found "
                + "out: look before you repeat it"
        )
    }

    private static func unknownCommit(_ number: String) -> StoreError {
        StoreError(
            .unavailable,
            "the connection to the database was lost while transaction \(number) was committed, and what became of it could "
                + "not be found out: look before you repeat it"
        )
    }
}

extension PostgresConnection {
    /// Ends the server process if it is still in this transaction; its number may belong to another by now.
    fileprivate func end(_ process: Int64, in transaction: String) throws {
        _ = try rows(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE pid = ? AND backend_xid = CAST(CAST(? AS xid8) AS xid)
            """,
            [process, transaction]
        ) { _ in }
    }

    /// Whether the server process of an earlier connection is gone; it is told to go. Its number may belong to another by now,
    /// which began later than this one.
    fileprivate func hasEnded(_ process: Int64) throws -> Bool {
        try rows(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE pid = ? AND backend_start < (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid())
            """,
            [process]
        ) { _ in }.isEmpty
    }
}
