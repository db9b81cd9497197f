import Foundation
import GRDB
import Synchronization

/// Executes concurrent writes in shared transactions: one wait for the disk answers all that came during the wait
/// before. Each write runs in a savepoint of its own, and its caller hears only after the commit.
final class GroupCommit: Sendable {
    /// Holds the write lock, which other processes wait for, for some tens of milliseconds at most.
    static let groupLimit = 256

    private static let pauseInMicroseconds: UInt32 = 300

    private struct Line {
        var members: [Member] = []
        var isServed = false
    }

    /// A write that waits. Exactly one of its two closures is called, once.
    private struct Member: Sendable {
        /// Runs the write; the answer must be called with the fate of the transaction.
        let run: @Sendable (Database) -> Answer
        let refuse: @Sendable (any Error) -> Void
    }

    private typealias Answer = @Sendable (Result<Void, any Error>) -> Void

    private let pool: DatabasePool
    private let line = Mutex(Line())

    init(pool: DatabasePool) { self.pool = pool }

    func perform<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            let member = Member(
                run: { db in
                    let result = Result { try Self.inSavepoint(db) { try body(SQLiteConnection(db: db)) } }
                    return { fate in continuation.resume(with: result.flatMap { value in fate.map { value } }) }
                },
                refuse: { continuation.resume(throwing: $0) }
            )
            let isFirst = line.withLock { line in
                line.members.append(member)
                defer { line.isServed = true }
                return !line.isServed
            }
            if isFirst { serve() }
        }
    }

    /// Empties the line on the writer's thread.
    private func serve() {
        pool.asyncWriteWithoutTransaction { [self] db in
            while let group = nextGroup() {
                commit(group, db)
                // Under load the next group waits already. The pause lets other processes have the write lock, and those
                // who were just answered join the next group.
                usleep(Self.pauseInMicroseconds)
            }
        }
    }

    private func nextGroup() -> [Member]? {
        line.withLock { line in
            guard !line.members.isEmpty else {
                line.isServed = false
                return nil
            }
            let group = Array(line.members.prefix(Self.groupLimit))
            line.members.removeFirst(group.count)
            return group
        }
    }

    private func commit(_ group: [Member], _ db: Database) {
        var answers: [Answer] = []
        let fate = Result {
            try db.inTransaction(.immediate) {
                for member in group {
                    answers.append(member.run(db))
                    // A full disk makes SQLite roll everything back at once; what follows would commit one by one.
                    guard db.isInsideTransaction else {
                        throw DatabaseError(resultCode: .SQLITE_ABORT, message: "the transaction was rolled back")
                    }
                }
                return .commit
            }
        }
        for answer in answers { answer(fate) }
        if case .failure(let error) = fate {
            for member in group.dropFirst(answers.count) { member.refuse(error) }
        }
    }

    /// Like GRDB's own, with statements that are prepared once.
    private static func inSavepoint<Value>(_ db: Database, _ body: () throws -> Value) throws -> Value {
        try step("SAVEPOINT member", db)
        do {
            let value = try body()
            try step("RELEASE SAVEPOINT member", db)
            return value
        } catch {
            // Otherwise SQLite has rolled everything back already.
            if db.isInsideTransaction {
                try step("ROLLBACK TO SAVEPOINT member", db)
                try step("RELEASE SAVEPOINT member", db)
            }
            throw error
        }
    }

    private static func step(_ sql: String, _ db: Database) throws { try db.cachedStatement(sql: sql).execute() }
}
