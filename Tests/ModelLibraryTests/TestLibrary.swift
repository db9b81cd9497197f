import Foundation
import Testing

@testable import ModelLibrary

/// A model folder of its own for a test, removed afterwards.
func withLibrary<Result: Sendable>(
    _ hub: TestHub?,
    token: String? = nil,
    _ body: (ModelLibrary) async throws -> Result
) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "yukimi-models-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(ModelLibrary(folder: folder, hub: testSettings(hub, token: token)))
}

func testSettings(_ hub: TestHub?, token: String? = nil) -> HubSettings {
    var settings = HubSettings(endpoint: hub?.endpoint ?? "http://127.0.0.1:1", token: token)
    settings.firstPause = .milliseconds(1)
    return settings
}

extension PullOptions {
    /// Accepts everything, and asks for small parts.
    static var test: PullOptions {
        var options = PullOptions { _ in true }
        options.partSize = 100_000
        return options
    }
}

/// A model of two large files and three small ones.
func testFiles(seed: UInt64 = 1) -> [TestHub.File] { seed == 1 ? firstFiles : madeFiles(seed: seed) }

private let firstFiles = madeFiles(seed: 1)

private func madeFiles(seed: UInt64) -> [TestHub.File] {
    func bytes(_ count: Int, _ salt: UInt64) -> [UInt8] {
        var state = seed &* 31 &+ salt
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
    }
    return [
        .init(path: "LICENSE", content: Array("Do what you like.".utf8)),
        .init(path: "config.json", content: Array(#"{"a":1}"#.utf8)),
        .init(path: "empty.txt", content: []),
        .init(path: "unet/weights one.safetensors", content: bytes(1_234_567, 1), isLarge: true),
        .init(path: "vae/model.safetensors", content: bytes(300_000, 2), isLarge: true),
    ]
}

/// The error of a pull that has to fail, after which nothing that could be taken for a model is there.
func expectPullFails(
    _ library: ModelLibrary,
    options: PullOptions = .test,
    sourceLocation: SourceLocation = #_sourceLocation
) async throws -> ModelLibraryError {
    let error = await #expect(throws: ModelLibraryError.self, sourceLocation: sourceLocation) {
        _ = try await library.pull("a/b", options: options)
    }
    #expect(try library.list().isEmpty, sourceLocation: sourceLocation)
    return try #require(error, sourceLocation: sourceLocation)
}

/// The model is there with all its bytes, verifies, and nothing is left beside it.
func expectInstalled(
    in library: ModelLibrary,
    files: [TestHub.File],
    sourceLocation: SourceLocation = #_sourceLocation
) async throws {
    let model = try library.model(named: "a--b")
    for file in files {
        let data = FileManager.default.contents(atPath: "\(model.folder)/\(file.path)")
        #expect(data == Data(file.content), "\(file.path)", sourceLocation: sourceLocation)
    }
    let verification = try await library.verify("a--b")
    #expect(verification.isIntact && verification.intactCount == files.count, sourceLocation: sourceLocation)
    let isLeft = FileManager.default.fileExists(atPath: "\(library.folder)/.pull/a--b")
    #expect(!isLeft, sourceLocation: sourceLocation)
}
