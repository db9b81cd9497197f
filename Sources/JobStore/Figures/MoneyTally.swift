import GenerationTypes

/// Adds up the ledger's movements from where it stood when this process first asked: each look reads only what is new.
///
/// Ids are given out in order but committed in any; an entry that could still have an older one behind it is counted
/// later.
actor MoneyTally {
    /// Longer than a transaction goes on. SQLite has one writer, so nothing comes late.
    private static let settling = Duration.seconds(15)

    private let database: any SQLDatabase
    private let clock: WallClock
    private var sums = Dictionary(uniqueKeysWithValues: CreditEntry.Kind.allCases.map { ($0, MicroDollars.zero) })
    private var last: Int64?

    init(database: any SQLDatabase, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    func sums() async throws -> [CreditEntry.Kind: MicroDollars] {
        let begin = last
        // What was there when it began is not counted at all, settled or not.
        let isSettled = database.connectionUse == nil || begin == nil
        let settled = isSettled ? clock.now : clock.now - Self.settling
        let (news, end) = try await database.read { db -> ([(CreditEntry.Kind, MicroDollars)], Int64) in
            // Only entries of the last seconds lie between the two.
            let newest = try db.value(Int64.self, Self.newest, [settled.milliseconds]) ?? 0
            let begin = begin ?? newest
            guard newest > begin else { return ([], begin) }
            let news = try db.rows(Self.news, [begin, newest]) { row in
                (try StoredText.parse(row["kind"]) as CreditEntry.Kind, MicroDollars(row["total"]))
            }
            return (news, newest)
        }
        // While we waited, another call may have counted the same.
        if last == begin {
            for (kind, amount) in news { sums[kind, default: .zero] = sums[kind, default: .zero] + amount }
            last = end
        }
        return sums
    }

    static let newest = "SELECT id FROM credit_entry WHERE created_at <= ? ORDER BY id DESC LIMIT 1"

    static let news = """
        SELECT kind, CAST(sum(amount) AS BIGINT) AS total FROM credit_entry WHERE id > ? AND id <= ? GROUP BY kind
        """
}
