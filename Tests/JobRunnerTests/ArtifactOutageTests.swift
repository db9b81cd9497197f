import Foundation
import GenerationTypes
import JobRunner
import JobStore
import Logging
import ObjectStorage
import Testing

/// What a job does while the store of artifacts does not answer.
@Suite(.onEveryDatabase) struct ArtifactOutageTests {
    /// A folder whose files cannot be reached, as when a disk is not mounted, until it is brought back.
    private struct HiddenFolder {
        let path: String
        private var aside: String { path + ".aside" }

        func hide() throws {
            try FileManager.default.moveItem(atPath: path, toPath: aside)
            // In place of a folder: what is below it is not missing, but cannot be asked for.
            try Data().write(to: URL(filePath: path))
        }

        func bringBack() throws {
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.moveItem(atPath: aside, toPath: path)
        }
    }

    @Test("an outage costs neither the job nor an attempt", arguments: ["inputs", "files"])
    func waits(kind: String) async throws {
        let fixture = try await RunnerFixture()
        let folder = HiddenFolder(path: "\(fixture.folder)/artifacts/\(kind)")
        let id = try await fixture.accept()
        try folder.hide()
        var settings = JobRunnerSettings.forTests
        // The outage is longer than a lease, which has to be renewed meanwhile.
        settings.lease = .seconds(2)
        let engine = ScriptedEngine.succeeding
        try await fixture.withRunner(engine, settings: settings) { _ in
            try await Task.sleep(for: .seconds(3))
            #expect(try await fixture.store.jobs.expireLeases() == 0)
            #expect(try await fixture.store.jobs.job(id)?.status == .processing)
            try folder.bringBack()
            let job = try await fixture.ended(id)
            #expect(job.status == .completed && job.state.attempt == 1)
            let output = try #require(job.output)
            #expect(try await fixture.store.artifacts.read(output.artifact).count == output.byteCount)
        }
        #expect(engine.calls == 1)
    }

    @Test("an outage beyond all patience costs attempts, and then the job")
    func isNotEndless() async throws {
        var storeSettings = StoreSettings()
        storeSettings.attempts = AttemptPolicy(limit: 2, firstPause: .milliseconds(1))
        let fixture = try await RunnerFixture(settings: storeSettings)
        let id = try await fixture.accept()
        try HiddenFolder(path: "\(fixture.folder)/artifacts/inputs").hide()
        var settings = JobRunnerSettings.forTests
        settings.artifactPatience = .milliseconds(200)
        try await fixture.withRunner(ScriptedEngine.succeeding, settings: settings) { _ in
            let job = try await fixture.ended(id)
            #expect(job.failure?.code == .engineFailed && job.state.attempt == 2)
        }
    }

    @Test("a cancel does not wait for a server that swallows requests")
    func cancelsWhileWaiting() async throws {
        let fixture = try await RunnerFixture()
        let server = try SilentServer()
        let location = try #require(S3Location(url: "s3://images"))
        let endpoint = try #require(S3Endpoint("http://127.0.0.1:\(server.port)"))
        let bucket = S3Settings(
            location,
            endpoint: endpoint,
            region: "us-east-1",
            credentials: S3Credentials(accessKeyID: "test", secretAccessKey: "test")
        )
        let store = try Store(
            folder: fixture.folder,
            database: fixture.database.location,
            artifacts: .s3(bucket)
        )
        let id = try await fixture.accept()
        try await fixture.withRunner(ScriptedEngine.succeeding, store: store) { _ in
            _ = await fixture.change(of: id) { $0.status == .processing }
            try await Task.sleep(for: .milliseconds(300))
            let asked = ContinuousClock.now
            #expect(try await fixture.store.jobs.cancel(id, account: fixture.account, reason: .client) == .requested)
            let job = try await fixture.ended(id)
            #expect(job.status == .cancelled && job.state.attempt == 1)
            // The first attempt alone would take fifteen seconds.
            #expect(ContinuousClock.now - asked < .seconds(5))
        }
    }
}

/// Takes connections, and never says anything.
private final class SilentServer: Sendable {
    let port: Int
    private let listener: Int32

    init() throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && getsockname(listener, address, &length) == 0
            }
        }
        try #require(isBound && listen(listener, 64) == 0)
        port = Int(UInt16(bigEndian: address.sin_port))
    }

    deinit { close(listener) }
}
