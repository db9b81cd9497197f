import Metrics

/// A database whose calls are timed as `yukimi_store_operation_duration`, with the wait for a connection and for the disk.
struct TimedDatabase: SQLDatabase {
    private let database: any SQLDatabase
    private let looks = Self.timer("look")
    private let reads = Self.timer("read")
    private let writes = Self.timer("write")
    private let failures = Counter(label: "yukimi_store_failures")

    init(_ database: any SQLDatabase) { self.database = database }

    func look<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await timed(looks) { try await database.look(body) }
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await timed(reads) { try await database.read(body) }
    }

    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value {
        try await timed(writes) { try await database.write(body) }
    }

    func writeAtOnce<Value: Sendable>(
        waitsForDisk: Bool,
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value,
        find: @escaping @Sendable (any SQLConnection) throws -> Value?
    ) async throws -> Value {
        try await timed(writes) { try await database.writeAtOnce(waitsForDisk: waitsForDisk, body, find: find) }
    }

    var claimsAtOnce: Int { database.claimsAtOnce }

    var sharesRates: Bool { database.sharesRates }

    func makeChangeFeed() throws -> any ChangeFeed { try database.makeChangeFeed() }

    func arrivals() -> AsyncStream<Void> { database.arrivals() }

    var connectionUse: ConnectionUse? { database.connectionUse }

    private func timed<Value>(_ timer: Timer, _ work: () async throws -> Value) async throws -> Value {
        let begin = ContinuousClock.now
        do {
            let value = try await work()
            timer.record(duration: .now - begin)
            return value
        } catch {
            timer.record(duration: .now - begin)
            // What a client may not do is thrown out of a transaction, too, and is no failure of the database.
            if [.unavailable, .corrupt].contains((error as? StoreError)?.code) { failures.increment() }
            throw error
        }
    }

    private static func timer(_ operation: String) -> Timer {
        Timer(label: "yukimi_store_operation_duration", dimensions: [("operation", operation)])
    }
}
