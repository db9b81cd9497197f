import GRDB
import Testing

@testable import JobStore

@Suite struct MigrationTests {
    /// A step that was released is never edited, because it has run already where people have data. Add a step instead,
    /// and its line here.
    @Test func noStepIsEdited() {
        let steps = Migration.sqlite.map { "\($0.name) \(fingerprint($0.statements))" }
        let released = [
            "0001-first-schema bdf656b20d19b1ff", "0002-sessions 6d001b6f210b1183",
            "0003-live-progress 3982fc6b9f0b9f8c", "0004-webhook-dispatch 4cae22b3eec50cbf",
            "0005-turns d320cd45f9e9d58c",
            "0006-trace-context 68775d925a8e50ed", "0007-claims 2f3f52442fad7059",
        ]
        #expect(steps == released)
    }

    @Test func aStepThatFailsLeavesTheDatabaseAsItWas() throws {
        let queue = try DatabaseQueue()
        let good = Migration(name: "1", statements: "CREATE TABLE one (id INTEGER)")
        let bad = Migration(name: "2", statements: "CREATE TABLE two (id INTEGER); CREATE TABLE one (id INTEGER)")
        #expect(throws: DatabaseError.self) { try queue.write { db in try apply([good, bad], to: db) } }
        #expect(try queue.read { db in try db.tableExists("one") } == false)
    }

    @Test func stepsRunOnceAndNewOnesFollow() throws {
        let queue = try DatabaseQueue()
        let first = Migration(name: "1", statements: "CREATE TABLE one (id INTEGER)")
        let second = Migration(name: "2", statements: "ALTER TABLE one ADD COLUMN name TEXT")
        let applied = try queue.write { db in
            try [[first], [first], [first, second]].map { steps in try apply(steps, to: db) }
        }
        #expect(applied == [["1"], [], ["2"]])
        #expect(try queue.read { db in try db.columns(in: "one").map(\.name) } == ["id", "name"])
    }

    private func apply(_ migrations: [Migration], to db: Database) throws -> [String] {
        try Migration.apply(migrations, to: SQLiteConnection(db: db))
    }

    /// FNV-1a: enough to notice an edit.
    private func fingerprint(_ text: String) -> String {
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(hash, radix: 16)
    }
}
