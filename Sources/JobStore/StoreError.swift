import GRDB
public import GenerationTypes

/// Why the store refused or could not do something.
public struct StoreError: Error, Sendable, Hashable {
    public enum Code: Sendable, Hashable {
        /// The account has less than the request costs.
        case insufficientCredits(available: MicroDollars, price: MicroDollars)
        /// The idempotency key belongs to a different request.
        case idempotencyConflict
        /// Another account has this name.
        case nameTaken
        /// There is no such account, key, job, webhook or artifact.
        case notFound
        /// The arguments can never be right.
        case invalid
        /// The database was written by a newer version of this program.
        case newerDatabase
        /// The folder or its files cannot be written.
        case notWritable
        /// The database or disk did not answer in time or broke; a later attempt may succeed.
        case unavailable
        /// What is stored contradicts itself.
        case corrupt
    }

    public let code: Code
    public let message: String

    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension StoreError: CustomStringConvertible {
    public var description: String { message }
}

extension StoreError {
    /// Names the kinds of trouble that SQLite reports; its own words stay in the message.
    init(_ error: DatabaseError) {
        let code: Code =
            switch error.resultCode {
            case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: .notWritable
            case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_CONSTRAINT: .corrupt
            default: .unavailable
            }
        // Never the statement's arguments: they may hold what a client sent.
        self.init(code, "the database answered \(error.resultCode): \(error.message ?? "no explanation")")
    }
}
