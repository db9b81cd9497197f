import Foundation
import GenerationTypes
import Testing

@testable import JobStore

@Suite(.onEveryDatabase) struct KeyRingTests {
    @Test func aNewKeyHasTheDocumentedFormAndOnlyItsHashIsKept() async throws {
        let fixture = try await StoreFixture()
        let issued = try await fixture.store.keys.create(for: fixture.account, name: "laptop")
        #expect(issued.text.wholeMatch(of: /SG_[0-9a-f]{32}/) != nil)
        #expect(issued.key.hint == issued.text.prefix(7))
        let stored = try await fixture.store.database.read { db in
            try db.rows("SELECT name, hint, scopes, hash FROM api_key") { row in
                ["name", "hint", "scopes"].map { row[.name($0)] as String } + [RandomText.hex(row["hash"] as Data)]
            }
        }
        #expect(
            stored == [["laptop", issued.key.hint, "generate read", RandomText.hex(KeyHash(of: issued.text).data)]]
        )
    }

    @Test func aKeyTellsWhoseItIsAndWhatItAllows() async throws {
        let fixture = try await StoreFixture()
        let limit = RateLimit(requestsPerMinute: 5, burst: 2)
        let keys = fixture.store.keys
        let issued = try await keys.create(for: fixture.account, name: "ci", scopes: [.read, .admin], rateLimit: limit)
        let key = try #require(try await keys.authenticate(issued.text))
        #expect(key.account == fixture.account && key.id == issued.key.id && key.name == "ci")
        #expect(key.scopes == [.read, .admin])
        #expect(key.rateLimit == limit)
        #expect(try await keys.list(of: fixture.account) == [issued.key])
        #expect(try await keys.list() == [issued.key])
        #expect(try await keys.list(of: AccountID(rawValue: 99)).isEmpty)
    }

    @Test(arguments: ["", "SG_00000000000000000000000000000000", "'; DROP TABLE api_key; --"])
    func unknownTextsAreRefused(text: String) async throws {
        let fixture = try await StoreFixture()
        _ = try await fixture.store.keys.create(for: fixture.account, name: "laptop")
        #expect(try await fixture.store.keys.authenticate(text) == nil)
    }

    @Test func aKeyOfAnyFormCanBeTakenOverOnce() async throws {
        let fixture = try await StoreFixture()
        let keys = fixture.store.keys
        #expect(try await keys.authenticate("my old key") == nil)
        _ = try await keys.create(for: fixture.account, name: "old", text: "my old key")
        #expect(try await keys.authenticate("my old key") != nil)
        await #expect(throws: StoreError.self) {
            try await keys.create(for: fixture.account, name: "again", text: "my old key")
        }
    }

    @Test func aRevokedKeyStopsAtOnceHereAndWithinASecondElsewhere() async throws {
        let fixture = try await StoreFixture()
        let other = try fixture.reopened()
        let issued = try await fixture.store.keys.create(for: fixture.account, name: "lost")
        #expect(try await other.keys.authenticate(issued.text) != nil)
        #expect(try await fixture.store.keys.authenticate(issued.text) != nil)
        try await fixture.store.keys.revoke(issued.key.id)
        #expect(try await fixture.store.keys.authenticate(issued.text) == nil)
        fixture.clock.advance(.milliseconds(1_001))
        #expect(try await other.keys.authenticate(issued.text) == nil)
        await #expect(throws: StoreError.self) { try await fixture.store.keys.revoke(KeyID(rawValue: 99)) }
    }

    @Test func aKeyExpiresOnTheMillisecondEvenWhenRemembered() async throws {
        let fixture = try await StoreFixture()
        let keys = fixture.store.keys
        let expires = fixture.clock.now + .milliseconds(500)
        let issued = try await keys.create(for: fixture.account, name: "guest", expires: expires)
        fixture.clock.advance(.milliseconds(499))
        #expect(try await keys.authenticate(issued.text) != nil)
        fixture.clock.advance(.milliseconds(1))
        #expect(try await keys.authenticate(issued.text) == nil)
    }

    @Test func lastUseIsWrittenInBatchesAndAtMostOnceAMinute() async throws {
        let fixture = try await StoreFixture()
        let keys = fixture.store.keys
        let issued = try await keys.create(for: fixture.account, name: "laptop")
        let first = fixture.clock.now
        _ = try await keys.authenticate(issued.text)
        #expect(try await keys.list()[0].lastUsed == nil)
        try await keys.recordUses()
        #expect(try await keys.list()[0].lastUsed == first)
        fixture.clock.advance(.seconds(59))
        _ = try await keys.authenticate(issued.text)
        try await keys.recordUses()
        #expect(try await keys.list()[0].lastUsed == first)
        fixture.clock.advance(.seconds(1))
        _ = try await keys.authenticate(issued.text)
        try await keys.recordUses()
        #expect(try await keys.list()[0].lastUsed == fixture.clock.now)
    }

    @Test func guessedKeysNeitherFillTheMemoryNorDriveOutKnownOnes() {
        let cache = KeyCache()
        let now = Timestamp(milliseconds: 0)
        let key = APIKey(
            id: KeyID(rawValue: 1),
            account: AccountID(rawValue: 1),
            name: "",
            hint: "",
            scopes: [],
            rateLimit: nil,
            priority: 0,
            created: now,
            expires: nil,
            revoked: nil,
            lastUsed: nil
        )
        cache.remember(KeyCache.Entry(key: key, read: now), for: KeyHash(of: "known"))
        for guess in 0..<(2 * KeyCache.limit) {
            cache.remember(KeyCache.Entry(key: nil, read: now), for: KeyHash(of: "\(guess)"))
        }
        #expect(cache.entry(for: KeyHash(of: "known"), at: now)?.key == key)
        #expect(cache.count <= 2 * KeyCache.limit)
        #expect(cache.entry(for: KeyHash(of: "known"), at: now + .milliseconds(1_001)) == nil)
        #expect(cache.entry(for: KeyHash(of: "known"), at: now - .milliseconds(1_001)) == nil)
    }
}
