import Foundation
import GenerationTypes
import Testing

@testable import JobStore

@Suite struct StoreTests {
    @Test(.onEveryDatabase) func aDatabaseOfANewerVersionIsRefusedAndLeftAsItIs() async throws {
        let fixture = try await StoreFixture()
        try fixture.shell("INSERT INTO migration VALUES ('9999-time-travel', 9999)")
        let error = try #require(throws: StoreError.self) { try fixture.reopened() }
        #expect(error.code == .newerDatabase)
        #expect(error.message.contains("9999-time-travel"))
    }

    @Test func aFolderThatCannotBeMadeIsNamed() throws {
        let error = try #require(throws: StoreError.self) { try Store(folder: "/dev/null/store") }
        #expect(error.code == .notWritable)
        #expect(error.message.contains("/dev/null/store"))
    }

    @Test func aFileThatIsNoDatabaseIsNamed() throws {
        let folder = NSTemporaryDirectory() + "/store-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { removeFolder(folder) }
        try Data("this is a sonnet, not a database".utf8).write(to: URL(fileURLWithPath: folder + "/yukimi.sqlite"))
        let error = try #require(throws: StoreError.self) { try Store(folder: folder) }
        #expect(error.code == .corrupt)
        #expect(error.message.contains("yukimi.sqlite"))
    }

    @Test func severalProcessesMayOpenANewFolderAtOnce() async throws {
        let folder = NSTemporaryDirectory() + "/store-" + UUID().uuidString
        defer { removeFolder(folder) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { try await Store(folder: folder).ping() } }
            try await group.waitForAll()
        }
    }

    @Test func commitsWaitForTheDisk() async throws {
        let fixture = try await StoreFixture()
        let mode = try await fixture.store.database.write { db in try db.value(Int.self, "PRAGMA synchronous") }
        #expect(mode == 2)  // FULL
    }

    @Test(.onEveryDatabase) func accountsHaveUniqueNamesOfReasonableLength() async throws {
        let fixture = try await StoreFixture()
        let accounts = fixture.store.accounts
        let taken = try await #require(throws: StoreError.self) { try await accounts.create(name: "acme") }
        #expect(taken.code == .nameTaken)
        for name in ["", String(repeating: "n", count: 101)] {
            let error = try await #require(throws: StoreError.self) { try await accounts.create(name: name) }
            #expect(error.code == .invalid)
        }
        let other = try await accounts.create(name: "雪見")
        #expect(try await accounts.list().map(\.name) == ["acme", "雪見"])
        #expect(try await accounts.find(name: "雪見") == other)
        #expect(try await accounts.find(other.id) == other)
        #expect(try await accounts.find(name: "nobody") == nil)
    }
}

/// For `defer`, where throwing is not possible.
func removeFolder(_ path: String) { try? FileManager.default.removeItem(atPath: path) }
func removeFile(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }
