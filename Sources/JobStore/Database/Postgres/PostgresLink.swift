import CPostgres
import Foundation

/// A connection to a server. Calls block their thread, and belong to one thread at a time.
///
/// Every pointer of libpq's is in this file.
final class PostgresLink {
    private let connection: OpaquePointer
    /// The number of the server's process for this connection. libpq forgets it with the connection.
    let serverProcess: Int64

    /// Connects within the time-out, unless the URL says another one (`connect_timeout`). The URL also says whether and how
    /// TLS is used (`sslmode`, `sslrootcert`).
    init(url: String, connectTimeout seconds: Int) throws(PostgresFailure) {
        // What stands before the URL are defaults that it may change; what stands after it are not.
        let parameters: KeyValuePairs<String, String> = [
            "application_name": "yukimi",
            "connect_timeout": "\(seconds)",
            // A machine that vanished is noticed within 15 s, and one that is back and has forgotten us at the next question.
            "keepalives_idle": "5", "keepalives_interval": "2", "keepalives_count": "5",
            "tcp_user_timeout": "15000",
            "dbname": url,
            "client_encoding": "UTF8",
        ]
        let connected = Self.withTerminatedArrays(parameters) { keys, values in PQconnectdbParams(keys, values, 1) }
        guard let connected else {
            throw PostgresFailure(state: "", message: "no memory for a connection", isLost: true)
        }
        guard PQstatus(connected) == CONNECTION_OK else {
            let message = Self.oneLine(PQerrorMessage(connected))
            PQfinish(connected)
            throw PostgresFailure(state: "", message: message, isLost: true)
        }
        connection = connected
        serverProcess = Int64(PQbackendPID(connected))
    }

    deinit { PQfinish(connection) }

    /// Whether the server has closed the connection, as far as this machine was told.
    var isClosed: Bool {
        if PQstatus(connection) != CONNECTION_OK { return true }
        // Nothing was asked: what can be read now is a farewell, or the end.
        if waitForInput(upTo: .zero) { _ = PQconsumeInput(connection) }
        return PQstatus(connection) != CONNECTION_OK
    }

    /// Whether a transaction was begun and neither committed nor undone, as far as is known.
    var isInTransaction: Bool { PQtransactionStatus(connection) != PQTRANS_IDLE }

    /// Runs any number of statements without arguments and answers the last one's result.
    @discardableResult
    func execute(_ sql: String, within limit: Duration) throws(PostgresFailure) -> PostgresResult {
        try sent(PQsendQuery(connection, sql))
        return try result(within: limit)
    }

    /// Prepares a statement; its arguments are `$1`, `$2` and so on.
    func prepare(_ sql: String, as name: String, within limit: Duration) throws(PostgresFailure) {
        try sent(PQsendPrepare(connection, name, sql, 0, nil))
        _ = try result(within: limit)
    }

    /// Runs a prepared statement. Blobs go as they are, everything else as text, whose type the server has inferred.
    func execute(
        prepared name: String,
        _ arguments: [SQLValue],
        within limit: Duration
    ) throws(PostgresFailure) -> PostgresResult {
        try sent(send(prepared: name, arguments))
        return try result(within: limit)
    }

    /// Sends several prepared statements at once, and waits once for all their results. After one that fails the others are
    /// not run.
    func execute(
        pipeline statements: [(prepared: String, arguments: [SQLValue])],
        within limit: Duration
    ) throws(PostgresFailure) -> [PostgresResult] {
        try sent(PQenterPipelineMode(connection))
        for statement in statements { try sent(send(prepared: statement.prepared, statement.arguments)) }
        try sent(PQpipelineSync(connection))
        let deadline = ContinuousClock.now + limit
        var results: [PostgresResult] = []
        var complaint: PostgresFailure?
        // Each statement's results end with a gap.
        var gaps = 0
        while gaps < 2 {
            guard let result = try nextResult(until: deadline) else {
                gaps += 1
                continue
            }
            gaps = 0
            switch result.status {
            case PGRES_PIPELINE_SYNC:
                try sent(PQexitPipelineMode(connection))
                if let complaint { throw complaint }
                return results
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK: results.append(result)
            case PGRES_PIPELINE_ABORTED: break
            default: complaint = complaint ?? failure(of: result)
            }
        }
        throw complaint ?? failure(isLost: true)
    }

    private func send(prepared name: String, _ arguments: [SQLValue]) -> Int32 {
        let parameters = PostgresParameters(arguments)
        return parameters.bytes.withUnsafeBufferPointer { bytes in
            let values = parameters.offsets.map { offset in
                offset.flatMap { offset in
                    bytes.baseAddress.map { UnsafeRawPointer($0 + offset).assumingMemoryBound(to: CChar.self) }
                }
            }
            return PQsendQueryPrepared(
                connection,
                name,
                Int32(values.count),
                values,
                parameters.lengths,
                parameters.formats,
                0
            )
        }
    }

    /// What `NOTIFY` brought, waiting for it.
    func notifications(within limit: Duration) throws(PostgresFailure) -> [String] {
        guard waitForInput(upTo: limit) else { return [] }
        guard PQconsumeInput(connection) == 1 else { throw failure(isLost: true) }
        var payloads: [String] = []
        while let notification = PQnotifies(connection) {
            payloads.append(String(cString: notification.pointee.extra))
            PQfreemem(notification)
        }
        return payloads
    }
}

// MARK: - Waiting for answers

extension PostgresLink {
    private func sent(_ isSent: Int32) throws(PostgresFailure) {
        guard isSent == 1 else { throw failure(isLost: PQstatus(connection) != CONNECTION_OK) }
    }

    /// Waits for the answer to what was sent. A server that does not answer in time is given up like one that is gone: what
    /// it still does is not known.
    private func result(within limit: Duration) throws(PostgresFailure) -> PostgresResult {
        let deadline = ContinuousClock.now + limit
        var last: PostgresResult?
        var complaint: PostgresFailure?
        while let result = try nextResult(until: deadline) {
            switch result.status {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: last = result
            default: complaint = complaint ?? failure(of: result)
            }
        }
        if let complaint { throw complaint }
        guard let last else { throw failure(isLost: true) }
        return last
    }

    /// Nil after a statement's last result.
    private func nextResult(until deadline: ContinuousClock.Instant) throws(PostgresFailure) -> PostgresResult? {
        while PQisBusy(connection) == 1 {
            guard waitForInput(upTo: deadline - .now) else {
                throw PostgresFailure(state: "", message: "no answer in time", isLost: true)
            }
            guard PQconsumeInput(connection) == 1 else { throw failure(isLost: true) }
        }
        return PQgetResult(connection).map(PostgresResult.init)
    }

    private func waitForInput(upTo limit: Duration) -> Bool {
        var descriptor = pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
        let deadline = ContinuousClock.now + limit
        while true {
            let milliseconds = max(.zero, deadline - .now).wholeMilliseconds
            let count = poll(&descriptor, 1, Int32(clamping: milliseconds))
            if count >= 0 { return count > 0 }
            guard errno == EINTR else { return true }
        }
    }

    private func failure(isLost: Bool) -> PostgresFailure {
        PostgresFailure(state: "", message: Self.oneLine(PQerrorMessage(connection)), isLost: isLost)
    }

    private func failure(of result: PostgresResult) -> PostgresFailure {
        let state = result.errorField("C") ?? ""
        let message = result.errorField("M") ?? Self.oneLine(PQerrorMessage(connection))
        // Class 57P0 is a server that shuts down, and 08 a connection that broke.
        let isLost = PQstatus(connection) != CONNECTION_OK || state.hasPrefix("57P0") || state.hasPrefix("08")
        return PostgresFailure(state: state, message: message, isLost: isLost)
    }

    private static func oneLine(_ text: UnsafeMutablePointer<CChar>?) -> String {
        let text = text.map { String(cString: $0) } ?? ""
        return text.split(whereSeparator: \.isNewline).joined(separator: "; ")
    }

    private static func withTerminatedArrays<Value>(
        _ pairs: KeyValuePairs<String, String>,
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> Value
    ) -> Value {
        let keys = pairs.map { strdup($0.key) }
        let values = pairs.map { strdup($0.value) }
        defer { for copy in keys + values { free(copy) } }
        return body(keys.map { UnsafePointer($0) } + [nil], values.map { UnsafePointer($0) } + [nil])
    }
}

// MARK: - Answers

/// The answer to a statement, in libpq's memory, as text.
final class PostgresResult {
    private let result: OpaquePointer

    fileprivate init(_ result: OpaquePointer) { self.result = result }

    deinit { PQclear(result) }

    fileprivate var status: ExecStatusType { PQresultStatus(result) }

    /// What the server says about an error, by its protocol's letter.
    fileprivate func errorField(_ code: Unicode.Scalar) -> String? {
        PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
    }

    var rowCount: Int { Int(PQntuples(result)) }

    /// How many rows an `INSERT`, `UPDATE` or `DELETE` changed.
    var changedCount: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

    /// What was done, such as `COMMIT` or `ROLLBACK`.
    var command: String { String(cString: PQcmdStatus(result)) }

    var columnNames: [String] { (0..<PQnfields(result)).map { String(cString: PQfname(result, $0)) } }

    /// Calls `body` with the field's text; nil for NULL.
    func withField<Value>(_ row: Int, _ column: Int, _ body: (UnsafeRawBufferPointer) -> Value) -> Value? {
        let (row, column) = (Int32(row), Int32(column))
        guard PQgetisnull(result, row, column) == 0 else { return nil }
        return body(
            UnsafeRawBufferPointer(start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
        )
    }
}
