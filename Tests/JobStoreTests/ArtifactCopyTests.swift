import Foundation
import GenerationTypes
import ObjectStorage
import Testing

@testable import JobStore

@Suite(.enabled(if: TestBucket.endpoint != nil, "needs an S3 server: Scripts/with-s3"))
struct ArtifactCopyTests {
    @Test func everyArtifactIsAtTheTargetUnderItsName() async throws {
        let fixture = try await StoreFixture()
        let artifacts = fixture.store.artifacts
        let input = try await artifacts.put([1, 2, 3], in: .inputs, fileExtension: "png")
        var files: [String] = []
        for number in 0..<20 {
            files.append(try await artifacts.put([UInt8(number)], in: .files, fileExtension: "png").rawValue)
        }
        let target = ArtifactLocation.s3(try TestBucket.settings())
        let first = try await ArtifactCopy.copy(folder: fixture.folder, to: target)
        #expect(first.map(\.count) == [1, 0, 20] && first.map(\.byteCount) == [3, 0, 20])
        #expect(first.allSatisfy { $0.passedOver == 0 })
        let second = try await ArtifactCopy.copy(folder: fixture.folder, to: target)
        #expect(second.map(\.passedOver) == [1, 0, 20])

        let moved = try Store(
            folder: fixture.folder,
            database: fixture.database.location,
            artifacts: target,
            clock: fixture.clock.wall
        )
        #expect(try await moved.artifacts.read(input) == [1, 2, 3])
        var found: [String] = []
        try await moved.artifacts.objects.list(in: "files") { found += $0.map(\.key) }
        #expect(found.sorted() == files.sorted())
    }
}
