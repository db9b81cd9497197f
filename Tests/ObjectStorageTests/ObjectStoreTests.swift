import Foundation
import NIOHTTP1
import Testing

@testable import ObjectStorage

/// The same of a folder and of a bucket (`Scripts/with-s3` starts a server).
@Suite struct ObjectStoreTests {
    enum Kind: String, CaseIterable, Sendable { case folder, s3 }

    static let kinds: [Kind] = TestBucket.endpoint == nil ? [.folder] : Kind.allCases

    /// Runs the test with an empty store.
    private func withStore(_ kind: Kind, _ test: (any ObjectStore) async throws -> Void) async throws {
        switch kind {
        case .folder:
            let folder = NSTemporaryDirectory() + "objects-\(UUID().uuidString)"
            for name in ["files", "tmp"] {
                try FileManager.default.createDirectory(
                    atPath: "\(folder)/\(name)",
                    withIntermediateDirectories: true
                )
            }
            defer { try? FileManager.default.removeItem(atPath: folder) }
            try await test(FolderObjects(path: folder, temporary: "\(folder)/tmp"))
        case .s3:
            try await test(try S3Objects(try TestBucket.settings()))
        }
    }

    @Test(arguments: kinds) func whatIsStoredIsRead(kind: Kind) async throws {
        try await withStore(kind) { store in
            for size in [0, 1, 70_000] {
                let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
                try await store.save(bytes, as: "files/a.png")
                let found = try await store.load("files/a.png")
                #expect(found == bytes)
                let length = try await store.size(of: "files/a.png")
                #expect(length == size)
            }
        }
    }

    @Test(arguments: kinds) func partsAreRead(kind: Kind) async throws {
        try await withStore(kind) { store in
            try await store.save(Array(0..<100), as: "files/a")
            for (range, wanted) in [(0..<10, 0..<10), (95..<200, 95..<100), (100..<120, 0..<0), (7..<7, 0..<0)] {
                let found = try await store.load("files/a", range)
                #expect(found == wanted.map { UInt8($0) }, "\(range)")
            }
        }
    }

    @Test(arguments: kinds) func whatIsNotThereIsNotFound(kind: Kind) async throws {
        try await withStore(kind) { store in
            let size = try await store.size(of: "files/none")
            #expect(size == nil)
            for range in [nil, 0..<10] {
                let error = try await #require(throws: ObjectStorageError.self) {
                    if let range {
                        _ = try await store.load("files/none", range)
                    } else {
                        _ = try await store.load("files/none")
                    }
                }
                #expect(error.code == .notFound)
            }
            try await store.delete(["files/none"])
            try await store.delete(["files/none", "files/neither"])
        }
    }

    @Test(arguments: kinds) func listsNameEverythingAndDeletingTakesItAway(kind: Kind) async throws {
        try await withStore(kind) { store in
            let began = Date()
            let keys = (0..<25).map { "files/\($0).png" }
            for key in keys { try await store.save([1, 2, 3], as: key) }
            var found: [StoredObject] = []
            try await store.list(in: "files") { found += $0 }
            #expect(Set(found.map(\.key)) == Set(keys) && found.count == 25)
            // Files have whole seconds.
            let span = began.addingTimeInterval(-2)...Date().addingTimeInterval(2)
            #expect(found.allSatisfy { $0.byteCount == 3 && span.contains($0.written) })
            try await store.delete(Array(keys.dropFirst()))
            try await store.delete(["files/0.png"])
            found = []
            try await store.list(in: "files") { found += $0 }
            #expect(found.isEmpty)
        }
    }

    @Test(arguments: kinds) func aStoreThatWorksPassesItsCheck(kind: Kind) async throws {
        try await withStore(kind) { store in
            try await store.check(writing: false)
            try await store.check(writing: true)
        }
    }

    @Test func aFolderThatIsGoneFailsItsCheck() async throws {
        let store = FolderObjects(path: "/nowhere/at/all", temporary: "/nowhere/at/all/tmp")
        let error = try await #require(throws: ObjectStorageError.self) { try await store.check(writing: false) }
        #expect(error.message.contains("/nowhere/at/all"))
    }

    // MARK: - Buckets alone

    @Test(.enabled(if: TestBucket.endpoint != nil, "needs an S3 server: Scripts/with-s3"))
    func largeObjectsAreStoredInPartsAndReadWhole() async throws {
        var settings = try TestBucket.settings()
        settings.limits.multipartSize = 6 << 20
        settings.limits.partSize = 5 << 20
        let store = try S3Objects(settings)
        let bytes = (0..<(11 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
        try await store.save(bytes, as: "files/large")
        let found = try await store.load("files/large")
        #expect(found == bytes)
        let part = try await store.load("files/large", (5 << 20) - 3..<(5 << 20) + 4)
        #expect(part == Array(bytes[(5 << 20) - 3..<(5 << 20) + 4]))
    }

    @Test(.enabled(if: TestBucket.endpoint != nil, "needs an S3 server: Scripts/with-s3"))
    func listsGoOnAfterTheirFirstPage() async throws {
        let store = try S3Objects(try TestBucket.settings())
        let keys = (0..<1_020).map { "files/\($0)" }
        for start in stride(from: 0, to: keys.count, by: 60) {
            try await withThrowingTaskGroup { group in
                for key in keys[start..<min(start + 60, keys.count)] {
                    group.addTask { try await store.save([1], as: key) }
                }
                try await group.waitForAll()
            }
        }
        var pages: [Int] = []
        try await store.list(in: "files") { pages.append($0.count) }
        #expect(pages == [1_000, 20])
        try await store.delete(keys)
        let size = try await store.size(of: "files/1019")
        #expect(size == nil)
    }

    @Test(.enabled(if: TestBucket.endpoint != nil, "needs an S3 server: Scripts/with-s3"))
    func uploadsThatWereNeverEndedAreAbortedWhenTheyAreOld() async throws {
        let store = try S3Objects(try TestBucket.settings())
        let begin = S3Request(method: .POST, key: "files/begun", query: ["uploads": ""])
        _ = try await store.connection.send(begin)
        let list = S3Request(method: .GET, query: ["uploads": "", "prefix": store.settings.location.fullKey("")])
        // moto says of every upload that it began in 2010.
        for (limit, count) in [(Date(timeIntervalSince1970: 0), 1), (Date(), 0)] {
            try await store.deleteUnfinished(begunBefore: limit)
            let answer = try await store.connection.send(list)
            let document = try #require(XMLNode(answer.body))
            #expect(document.all("Upload").count == count)
        }
    }
}

/// The bucket that `YUKIMI_TEST_S3` leads to.
enum TestBucket {
    static let endpoint = ProcessInfo.processInfo.environment["YUKIMI_TEST_S3"]

    /// Below a prefix of its own.
    static func settings() throws -> S3Settings {
        let url = try #require(endpoint)
        let server = try #require(S3Endpoint(url))
        return S3Settings(
            try #require(S3Location(url: "s3://yukimi-test/\(UUID().uuidString.lowercased())")),
            endpoint: server,
            region: "us-east-1",
            credentials: S3Credentials(accessKeyID: "test", secretAccessKey: "test")
        )
    }
}
