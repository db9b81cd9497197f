/// How long is waited, and how many connections are held.
struct PostgresLimits: Sendable {
    /// Connections of this process for statements; two more listen and tell, and a worker has two more for claims.
    var connections = 8
    /// For one connection to be made, unless the URL says `connect_timeout`.
    var connectSeconds = 5
    /// For one statement, at the server.
    var statement: Duration = .seconds(30)
    /// For a row or table that somebody else holds.
    var lock: Duration = .seconds(10)
    /// For the server's answer. Later than its own limit, so that it can say so itself.
    var answer: Duration = .seconds(35)
    /// For a free connection.
    var turn: Duration = .seconds(10)
    /// How often a transaction that met a conflict or lost its connection is tried.
    var attempts = 10
    /// For finding out what became of a commit whose answer was lost.
    var inquiry: Duration = .seconds(30)
    /// When the server process of a lost connection, which may wait for a `COMMIT` for ever, is ended.
    var patience: Duration = .seconds(2)
    /// How often is looked without being told: news can be lost.
    var doubt: Duration = .milliseconds(500)
    /// Whether a commit is on disk before it is answered. What the server forgets in a crash otherwise does no harm to news
    /// and to claims.
    var waitsForDisk = true

    /// The first number of all advisory locks here: `yuki` in ASCII.
    static let lockSpace = 0x7975_6b69

    var sessionSettings: String {
        """
        SET statement_timeout = \(statement.wholeMilliseconds);
        SET lock_timeout = \(lock.wholeMilliseconds);
        SET idle_in_transaction_session_timeout = 60000;
        SET standard_conforming_strings = on;
        \(commits)
        """
    }

    /// The server's own setting may ask for more: that its standbys have it, too.
    private var commits: String {
        guard waitsForDisk else { return "SET synchronous_commit = off" }
        return """
            SELECT CASE current_setting('synchronous_commit')
                WHEN 'off' THEN set_config('synchronous_commit', 'on', false) END
            """
    }
}
