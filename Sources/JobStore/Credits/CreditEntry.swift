public import GenerationTypes

/// The four sub-accounts of an account. Their sum is always zero: what was granted is the negative of the rest.
public enum CreditBook: String, Sendable, Codable, CaseIterable {
    /// Where credits come from; its balance is minus everything ever granted.
    case granted
    case available
    /// Promised to jobs that have not ended.
    case reserved
    case spent
}

/// One movement of credits from one book to another: it cannot be out of balance, because there is one amount.
public struct CreditEntry: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// An operator gives: granted → available.
        case grant
        /// A job is accepted: available → reserved.
        case reserve
        /// A job delivered: reserved → spent.
        case capture
        /// A job ended without delivering: reserved → available.
        case release
        /// An operator corrects: granted → available or back.
        case adjustment
    }

    public let id: Int64
    public let account: AccountID
    public let kind: Kind
    public let from: CreditBook
    public let to: CreditBook
    /// Never negative.
    public let amount: MicroDollars
    /// The job that the movement belongs to.
    public let job: JobID?
    /// What the operator wrote.
    public let note: String
    public let created: Timestamp
}

/// What an account has.
public struct CreditBalance: Sendable, Hashable, Codable {
    /// What new requests can use.
    public let available: MicroDollars
    public let reserved: MicroDollars
    public let spent: MicroDollars

    public init(available: MicroDollars, reserved: MicroDollars, spent: MicroDollars) {
        self.available = available
        self.reserved = reserved
        self.spent = spent
    }

    /// Everything granted so far, corrections included.
    public var granted: MicroDollars { available + reserved + spent }
}
