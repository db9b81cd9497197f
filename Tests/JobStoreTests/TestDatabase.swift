import Foundation
import Synchronization
import Testing

@testable import JobStore

/// The database of one test's store: the file in its folder, or a database of its own on the server that
/// `YUKIMI_TEST_POSTGRES` names (`Scripts/with-postgres` starts one). Deleted with the last reference.
final class TestDatabase: Sendable {
    /// Where the running test's stores are.
    @TaskLocal static var isOnServer = false

    static let server = ProcessInfo.processInfo.environment["YUKIMI_TEST_POSTGRES"]

    let location: DatabaseLocation
    private let name: String

    init() async throws {
        let name = "test_" + RandomText.hex(bytes: 8)
        self.name = name
        guard Self.isOnServer else {
            location = .dataFolder
            return
        }
        try await withCheckedThrowingContinuation { continuation in
            Self.administration.async {
                continuation.resume(
                    with: Result {
                        let template = try Self.template()
                        try Self.administer("CREATE DATABASE \(name) TEMPLATE \(template)")
                    }
                )
            }
        }
        location = .postgres(try Self.url(name))
    }

    deinit {
        guard case .postgres = location else { return }
        Self.administration.async { [name] in try? Self.administer("DROP DATABASE \(name) WITH (FORCE)") }
    }

    /// Copying databases takes long enough to make everything wait that runs on the cooperative pool.
    private static let administration = DispatchQueue(label: "test databases")

    /// The database's URL; nil where it is a file.
    var url: String? {
        if case .postgres(let url) = location { url } else { nil }
    }

    /// Runs statements past everything that a store allows.
    static func run(_ sql: String, at url: String) throws {
        do {
            try PostgresConnection(url: url, limits: PostgresLimits()).script(sql)
        } catch let failure as PostgresFailure {
            throw StoreError(failure)
        }
    }

    /// Ends server processes of this database by chance, again and again, until it is cancelled.
    static func endingConnections(at url: String, every pause: Duration) -> Task<Void, Never> {
        Task.detached {
            while !Task.isCancelled {
                try? run(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.5
                    """,
                    at: url
                )
                try? await Task.sleep(for: pause)
            }
        }
    }

    static func administer(_ sql: String) throws {
        let server = try #require(server)
        try run(sql, at: server)
    }

    static func url(_ database: String) throws -> String {
        let server = try #require(server)
        var components = try #require(URLComponents(string: server))
        components.path = "/" + database
        return try #require(components.string)
    }

    // Migrating takes longer than copying what has been migrated.
    private static let madeTemplate = Mutex<String?>(nil)

    private static func template() throws -> String {
        try madeTemplate.withLock { made in
            if let made { return made }
            let name = "template_" + RandomText.hex(bytes: 8)
            try administer("CREATE DATABASE \(name)")
            try PostgresDatabase.migrate(url: try url(name), limits: PostgresLimits())
            made = name
            return name
        }
    }
}

/// Runs each test with SQLite, and again with PostgreSQL where there is a server.
struct OnEveryDatabase: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true

    @concurrent func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await function()
        guard TestDatabase.server != nil else { return }
        try await TestDatabase.$isOnServer.withValue(true) { try await function() }
    }
}

extension Trait where Self == OnEveryDatabase {
    static var onEveryDatabase: Self { Self() }
}
