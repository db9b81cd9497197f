/// Words that differ between databases.
///
/// SQLite has one writer at a time, so what a transaction has read stays true until it ends. Elsewhere a transaction that
/// reads in order to write holds the row meanwhile.
struct SQLDialect: Sendable {
    /// Makes the table of the steps that were applied, unless it is there.
    let migrationTable: String
    /// At the end of a `SELECT`: holds the rows that it found until the transaction ends.
    let holding: String
    /// At the end of a `SELECT`: the same, and rows that somebody else holds are passed over.
    let holdingWhatIsFree: String
    /// A condition: whether a column is among what a `SELECT` finds. It is run once, also where it holds what it finds.
    let among: @Sendable (_ column: String, _ select: String) -> String
    /// A table with the column `value`: the texts of a JSON array.
    let textsOfArray: @Sendable (_ array: String) -> String
    /// A condition: whether a text contains another.
    let contains: @Sendable (_ text: String, _ part: String) -> String
    /// How a lock is taken, where that is needed.
    let locks: [SQLLock: String]
    /// Names a table whose references lead nowhere, where that is possible at all.
    let brokenReferences: String?
}

/// What only one transaction may do at a time.
enum SQLLock: Sendable, Hashable {
    /// Taking webhook deliveries: how many of an account are attempted is counted first.
    case webhookClaims
    /// Taking jobs of models that only so many may run of at the same time: those that run are counted first.
    case limitedClaims
}
