/// What a server or libpq complains about.
struct PostgresFailure: Error {
    /// The five characters of SQLSTATE (PostgreSQL's documentation, appendix A); empty when the server said nothing.
    let state: String
    /// The server's first sentence. Its details are left out: they quote values, which may be what a client sent.
    let message: String
    /// Whether the connection is gone, and with it every transaction that was not being committed.
    let isLost: Bool

    /// Another transaction was in the way, and this one was undone: the next attempt may succeed.
    var isConflict: Bool { state == "40001" || state == "40P01" }

    /// A table got another column since the statement was prepared.
    var isStalePlan: Bool { state == "0A000" && message.contains("cached plan") }
}

extension StoreError {
    init(_ failure: PostgresFailure) {
        let code: Code =
            switch failure.state {
            case "25006", "42501": .notWritable
            case let state where state.hasPrefix("23") || state.hasPrefix("XX00"): .corrupt
            default: .unavailable
            }
        let state = failure.state.isEmpty ? "" : " \(failure.state)"
        self.init(code, "the database answered\(state): \(failure.message)")
    }
}
