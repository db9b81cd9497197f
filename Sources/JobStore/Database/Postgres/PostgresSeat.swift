import Foundation

/// A thread's connection: made when it is needed, looked at before it is used, and made again when it broke.
final class PostgresSeat {
    /// A connection that was used within this time is not looked at.
    private static let trusted = Duration.seconds(1)
    /// One that was not used for this long is asked whether it still answers: something between may have forgotten it.
    private static let doubted = Duration.seconds(30)

    private let url: String
    let limits: PostgresLimits
    private var connection: PostgresConnection?
    private var lastUse = ContinuousClock.now

    init(url: String, limits: PostgresLimits) {
        self.url = url
        self.limits = limits
    }

    /// - Throws: ``PostgresFailure``.
    func connected() throws -> PostgresConnection {
        let idle = ContinuousClock.now - lastUse
        lastUse = .now
        if let connection, idle < Self.trusted || isAlive(connection, after: idle) { return connection }
        connection = nil
        let fresh = try PostgresConnection(url: url, limits: limits)
        connection = fresh
        return fresh
    }

    func drop() { connection = nil }

    private func isAlive(_ connection: PostgresConnection, after idle: Duration) -> Bool {
        guard !connection.link.isClosed else { return false }
        guard idle >= Self.doubted else { return true }
        return (try? connection.link.execute("SELECT 1", within: .seconds(2))) != nil
    }
}
