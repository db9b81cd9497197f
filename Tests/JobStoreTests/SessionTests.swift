import Foundation
import GenerationTypes
import Testing

@testable import JobStore

@Suite(.onEveryDatabase) struct SessionTests {
    @Test func aKeyOpensASessionThatActsWithIt() async throws {
        let fixture = try await StoreFixture()
        let issued = try await fixture.store.keys.create(for: fixture.account, name: "laptop", scopes: [.read])
        let session = try #require(try await fixture.store.sessions.open(keyText: issued.text))
        let found = try #require(try await fixture.reopened().sessions.find(session.token))
        #expect(found.key.id == issued.key.id)
        #expect(found.key.scopes == [.read])
        #expect(try await fixture.store.sessions.open(keyText: "SG_unknown") == nil)
        #expect(try await fixture.store.sessions.find("unknown") == nil)
    }

    @Test func endsWithItsTimeItsKeyOrASignOut() async throws {
        let fixture = try await StoreFixture()
        let sessions = fixture.store.sessions
        let issued = try await fixture.store.keys.create(for: fixture.account, name: "laptop")
        let first = try #require(try await sessions.open(keyText: issued.text))
        let second = try #require(try await sessions.open(keyText: issued.text))
        try await sessions.close(first.token)
        #expect(try await sessions.find(first.token) == nil)
        #expect(try await sessions.find(second.token) != nil)

        try await fixture.store.keys.revoke(issued.key.id)
        #expect(try await sessions.find(second.token) == nil)
        #expect(try await sessions.open(keyText: issued.text) == nil)

        let other = try await fixture.store.keys.create(for: fixture.account, name: "phone")
        let third = try #require(try await sessions.open(keyText: other.text))
        fixture.clock.advance(SessionBook.lifetime - .seconds(1))
        #expect(try await sessions.find(third.token) != nil)
        fixture.clock.advance(.seconds(1))
        #expect(try await sessions.find(third.token) == nil)
    }

    @Test func aLinkWorksOnceAndNotForEver() async throws {
        let fixture = try await StoreFixture()
        let sessions = fixture.store.sessions
        let key = try await fixture.store.keys.create(for: fixture.account, name: "laptop").key.id
        let link = try await sessions.makeLink(for: key)
        #expect(try await sessions.open(link: link.token)?.key.id == key)
        #expect(try await sessions.open(link: link.token) == nil)

        let late = try await sessions.makeLink(for: key)
        fixture.clock.advance(SessionBook.linkLifetime)
        #expect(try await sessions.open(link: late.token) == nil)
    }

    @Test func whatIsStoredOpensNothing() async throws {
        let fixture = try await StoreFixture()
        let issued = try await fixture.store.keys.create(for: fixture.account, name: "laptop")
        let session = try #require(try await fixture.store.sessions.open(keyText: issued.text))
        let stored = try await fixture.store.database.read { db in
            try db.rows("SELECT hash FROM session") { row in RandomText.hex(row[0] as Data) }
        }
        #expect(stored.count == 1 && stored[0] != session.token)
        #expect(try await fixture.store.sessions.find(stored[0]) == nil)
    }

    @Test func theSweepForgetsWhatIsOver() async throws {
        let fixture = try await StoreFixture()
        let issued = try await fixture.store.keys.create(for: fixture.account, name: "laptop")
        _ = try await fixture.store.sessions.open(keyText: issued.text)
        _ = try await fixture.store.sessions.makeLink(for: issued.key.id)
        fixture.clock.advance(SessionBook.linkLifetime)
        try await fixture.store.sessions.sweep()
        #expect(try await rowCounts(fixture) == [1, 0])
        fixture.clock.advance(SessionBook.lifetime)
        try await fixture.store.sessions.sweep()
        #expect(try await rowCounts(fixture) == [0, 0])
    }

    private func rowCounts(_ fixture: StoreFixture) async throws -> [Int] {
        try await fixture.store.database.read { db in
            try ["session", "sign_in_link"].map { try db.value(Int.self, "SELECT count(*) FROM \($0)") ?? 0 }
        }
    }
}
