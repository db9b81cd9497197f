import Synchronization

/// The buckets of all keys, in the database: several servers give out no more than one would.
///
/// A server takes some tokens at once, a sixteenth of what the bucket holds, so that a key that is used a lot costs few
/// writes; a bucket of less than 32 is asked for each one. What it did not give out within a second it puts back with the next
/// request of the key.
final class SharedRateLimiter: RateLimiting {
    private let database: any SQLDatabase
    private let defaultLimit: RateLimit
    private let clock: WallClock
    private let purses = Mutex<[KeyID: Purse]>([:])

    private static let holdingTime = Duration.seconds(1)
    private static let share = 16
    /// Purses that are out of date are forgotten beyond this many, and their tokens lost.
    private static let tableLimit = 10_000

    init(database: any SQLDatabase, default defaultLimit: RateLimit, clock: WallClock) {
        self.database = database
        self.defaultLimit = defaultLimit
        self.clock = clock
    }

    func take(_ key: AuthenticatedKey) async throws -> RateDecision {
        let now = clock.now
        let limit = key.rateLimit ?? defaultLimit
        let (decision, leftover, draws) = purses.withLock { purses in
            var purse = purses[key.id] ?? Purse(limit: limit, until: now)
            defer { purses[key.id] = purse }
            return purse.open(limit, at: now)
        }
        if let decision { return decision }
        do {
            // Whoever comes while tokens are drawn draws one.
            let wanted = draws ? max(1, limit.burst / Self.share) : 1
            let drawn = try await draw(wanted, putting: leftover, key.id, limit, at: now)
            return change(key.id, limit, at: now) { purse in
                if draws { purse.isDrawing = false }
                return purse.receive(drawn.taken, leaving: drawn.rest, until: now + Self.holdingTime, at: now)
            }
        } catch {
            change(key.id, limit, at: now) { purse in if draws { purse.isDrawing = false } }
            throw error
        }
    }

    private func change<Value: Sendable>(
        _ key: KeyID,
        _ limit: RateLimit,
        at now: Timestamp,
        _ body: (inout Purse) -> Value
    ) -> Value {
        purses.withLock { purses in
            var purse = purses[key] ?? Purse(limit: limit, until: now)
            defer {
                purses[key] = purse
                if purses.count > Self.tableLimit { purses = purses.filter { $0.value.until > now } }
            }
            return body(&purse)
        }
    }

    /// One statement, which is a transaction of its own. If it is repeated because its answer was lost, the key has some
    /// tokens less: nothing that must not be.
    private func draw(
        _ wanted: Int,
        putting leftover: Int,
        _ key: KeyID,
        _ limit: RateLimit,
        at now: Timestamp
    ) async throws -> (taken: Int, rest: Double) {
        let arguments: SQLArguments =
            [key.rawValue, Double(limit.burst - wanted), wanted, now.milliseconds]
            + SQLArguments(repeatElement([Double(leftover), limit.perMillisecond], count: 3).joined())
        return try await database.look { db in
            try db.first(Self.statement, arguments) { row in (taken: row["taken"], rest: row["tokens"]) } ?? (0, 0)
        }
    }

    /// A bucket that is new was full. Clocks differ from machine to machine: time only goes forward here.
    private static let statement = """
        INSERT INTO rate_bucket AS bucket (key_id, tokens, taken, updated_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (key_id) DO UPDATE SET
            taken = least(excluded.taken, floor(\(filled))),
            tokens = \(filled) - least(excluded.taken, floor(\(filled))),
            updated_at = greatest(bucket.updated_at, excluded.updated_at)
        RETURNING tokens, taken
        """

    private static let filled = """
        least(excluded.tokens + excluded.taken, bucket.tokens + CAST(? AS double precision)
            + greatest(0, excluded.updated_at - bucket.updated_at) * CAST(? AS double precision))
        """
}

/// What a server holds of a key's bucket.
private struct Purse {
    private(set) var limit: RateLimit
    private var tokens = 0
    /// What was left in the bucket.
    private var rest = 0.0
    private(set) var until: Timestamp
    var isDrawing = false

    init(limit: RateLimit, until: Timestamp) {
        self.limit = limit
        self.until = until
    }

    /// Takes a token out. Without one, says what is to be put back, and whether nobody else draws.
    mutating func open(_ limit: RateLimit, at now: Timestamp) -> (RateDecision?, leftover: Int, draws: Bool) {
        if self.limit == limit, now < until, let decision = spend(at: now) { return (decision, 0, false) }
        defer {
            self.limit = limit
            tokens = 0
            isDrawing = true
        }
        return (nil, tokens, !isDrawing)
    }

    /// Tokens came, or none; one of them, or of another request's, is for the one who waits.
    mutating func receive(_ count: Int, leaving rest: Double, until: Timestamp, at now: Timestamp) -> RateDecision {
        tokens += count
        self.rest = rest
        if count > 0 { self.until = until }
        return spend(at: now) ?? RateDecision(isAllowed: false, limit: limit, tokens: rest, at: now)
    }

    private mutating func spend(at now: Timestamp) -> RateDecision? {
        guard tokens > 0 else { return nil }
        tokens -= 1
        return RateDecision(isAllowed: true, limit: limit, tokens: rest + Double(tokens), at: now)
    }
}
