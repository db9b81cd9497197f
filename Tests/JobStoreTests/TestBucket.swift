import Foundation
import JobStore
import ObjectStorage
import Testing

/// Where the artifacts of one test's store are: its folder, or below a prefix of its own in the bucket that
/// `YUKIMI_TEST_S3` leads to (`Scripts/with-s3` starts a server).
enum TestBucket {
    /// Whether the running test's artifacts are in the bucket.
    @TaskLocal static var isUsed = false

    static let endpoint = ProcessInfo.processInfo.environment["YUKIMI_TEST_S3"]

    static func location() throws -> ArtifactLocation { isUsed ? .s3(try settings()) : .dataFolder }

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

/// Runs each test with artifacts in the data folder, and again in a bucket where there is one.
struct OnEveryObjectStore: SuiteTrait, TestTrait, TestScoping {
    let isRecursive = true

    @concurrent func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await function()
        guard TestBucket.endpoint != nil else { return }
        try await TestBucket.$isUsed.withValue(true) { try await function() }
    }
}

extension Trait where Self == OnEveryObjectStore {
    static var onEveryObjectStore: Self { Self() }
}
