import Foundation
import GenerationTypes
import ObjectStorage
import Testing

@testable import JobStore

@Suite(.onEveryDatabase, .onEveryObjectStore) struct ArtifactStoreTests {
    private let bytes: [UInt8] = Array("a photograph".utf8)

    @Test func whatIsStoredIsRead() async throws {
        let fixture = try await StoreFixture()
        let artifacts = fixture.store.artifacts
        let large = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for bytes in [bytes, [], large] {
            let key = try await artifacts.put(bytes, in: .files, fileExtension: "png", account: fixture.account)
            #expect(try await fixture.reopened().artifacts.read(key) == bytes)
            let record = try #require(try await artifacts.record(key))
            #expect(record.byteCount == bytes.count && record.account == fixture.account && record.kind == .files)
            #expect(record.mediaType == "image/png")
            #expect(record.expires == fixture.clock.now + .seconds(7 * 24 * 3_600))
        }
    }

    @Test func inputsAreNamedByTheirContentAndTheOthersByChance() async throws {
        let fixture = try await StoreFixture()
        let artifacts = fixture.store.artifacts
        let input = try await artifacts.put(bytes, in: .inputs, fileExtension: "jpg")
        #expect(input.rawValue.wholeMatch(of: /inputs\/[0-9a-f]{64}\.jpg/) != nil)
        #expect(try await artifacts.put(bytes, in: .inputs, fileExtension: "jpg") == input)
        for kind in [ArtifactKind.assets, .files] {
            let first = try await artifacts.put(bytes, in: kind, fileExtension: "png")
            let second = try await artifacts.put(bytes, in: kind, fileExtension: "png")
            #expect(first != second)
            #expect(first.rawValue.wholeMatch(of: /(assets|files)\/[0-9a-f]{32}\.png/) != nil)
        }
    }

    @Test(arguments: ["", "../x", "PNG", "p g", "a/b"])
    func anExtensionThatIsNoneIsRefused(text: String) async throws {
        let fixture = try await StoreFixture()
        await #expect(throws: StoreError.self) {
            try await fixture.store.artifacts.put(bytes, in: .files, fileExtension: text)
        }
    }

    @Test func whatIsDeletedOrUnknownIsNotFound() async throws {
        let fixture = try await StoreFixture()
        let artifacts = fixture.store.artifacts
        let key = try await artifacts.put(bytes, in: .assets, fileExtension: "png")
        #expect(try await artifacts.exists(key))
        try await artifacts.delete(key)
        #expect(try await artifacts.exists(key) == false)
        #expect(try await artifacts.record(key) == nil)
        let error = try await #require(throws: StoreError.self) { try await artifacts.read(key) }
        #expect(error.code == .notFound)
    }

    @Test func artifactsAreDeletedWhenTheirTimeIsOver() async throws {
        let fixture = try await StoreFixture()
        let artifacts = fixture.store.artifacts
        let key = try await artifacts.put(bytes, in: .files, fileExtension: "png")
        fixture.clock.advance(.seconds(7 * 24 * 3_600 - 1))
        #expect(try await artifacts.sweep() == 0)
        #expect(try await artifacts.exists(key))
        fixture.clock.advance(.seconds(1))
        // Unknown from the moment on, deleted a little later.
        #expect(try await artifacts.record(key) == nil)
        #expect(try await artifacts.sweep() == 1)
        #expect(try await artifacts.exists(key) == false)
    }

    @Test func theInputsOfLiveJobsStay() async throws {
        let fixture = try await StoreFixture()
        let artifacts = fixture.store.artifacts
        let used = try await artifacts.put(bytes, in: .inputs, fileExtension: "png")
        let element = try await artifacts.put([1], in: .inputs, fileExtension: "png")
        let unused = try await artifacts.put([2], in: .inputs, fileExtension: "png")
        let request = GenerationRequest(
            prompt: try #require(Prompt("winter")),
            image: used,
            elements: [Element(frontal: used, references: [element])],
            seed: 1
        )
        let new = NewJob(account: fixture.account, model: .test, request: request, requestBody: "{}")
        let job = try await fixture.store.jobs.accept(new).job
        fixture.clock.advance(.seconds(24 * 3_600))
        _ = try await artifacts.sweep()
        #expect(try await artifacts.exists(used))
        #expect(try await artifacts.exists(element))
        #expect(try await artifacts.exists(unused) == false)

        _ = try await fixture.store.jobs.cancel(job.id, account: nil, reason: .client)
        fixture.clock.advance(.seconds(24 * 3_600))
        _ = try await artifacts.sweep()
        #expect(try await artifacts.exists(used) == false)
    }

    @Test func anInputThatIsStoredAgainStaysLonger() async throws {
        let fixture = try await StoreFixture()
        let artifacts = fixture.store.artifacts
        let key = try await artifacts.put(bytes, in: .inputs, fileExtension: "png")
        fixture.clock.advance(.seconds(20 * 3_600))
        _ = try await artifacts.put(bytes, in: .inputs, fileExtension: "png")
        fixture.clock.advance(.seconds(20 * 3_600))
        _ = try await artifacts.sweep()
        #expect(try await artifacts.read(key) == bytes)
    }

    @Test func anInputWhoseFileVanishedIsWrittenAgain() async throws {
        let fixture = try await StoreFixture()
        let artifacts = fixture.store.artifacts
        let key = try await artifacts.put(bytes, in: .inputs, fileExtension: "png")
        try await artifacts.objects.delete([key.rawValue])
        _ = try await artifacts.put(bytes, in: .inputs, fileExtension: "png")
        #expect(try await artifacts.read(key) == bytes)
    }

    @Test func filesWithoutARecordAreDeletedAfterAnHour() async throws {
        let fixture = try await StoreFixture()
        let clock = ManualClock(now: Timestamp(Date()))
        let store = try fixture.reopened(clock: clock.wall)
        let known = try await store.artifacts.put(bytes, in: .files, fileExtension: "png")
        let interrupted = fixture.folder + "/artifacts/tmp/interrupted"
        try Data(bytes).write(to: URL(fileURLWithPath: interrupted))
        try await store.artifacts.objects.save(bytes, as: "files/orphan.png")
        clock.advance(.seconds(3_500))
        #expect(try await store.artifacts.sweep() == 0)
        clock.advance(.seconds(200))
        #expect(try await store.artifacts.sweep() == 1)
        #expect(try await store.artifacts.objects.size(of: "files/orphan.png") == nil)
        if !TestBucket.isUsed { #expect(!FileManager.default.fileExists(atPath: interrupted)) }
        #expect(try await store.artifacts.exists(known))
    }

    @Test func storingAndSweepingAtOnceLosesNothing() async throws {
        let fixture = try await StoreFixture()
        var settings = StoreSettings()
        settings.inputRetention = .milliseconds(2)
        let store = try fixture.reopened(settings: settings)
        let sweeper = try fixture.reopened(settings: settings)
        try await withThrowingTaskGroup { group in
            group.addTask {
                for _ in 0..<200 {
                    let key = try await store.artifacts.put(bytes, in: .inputs, fileExtension: "png")
                    // Its record is not past its time, because only the next line moves the clock.
                    #expect(try await store.artifacts.read(key) == bytes)
                    fixture.clock.advance(.milliseconds(3))
                }
            }
            group.addTask { for _ in 0..<200 { _ = try await sweeper.artifacts.sweep() } }
            try await group.waitForAll()
        }
    }

    /// As when a sweeper has ended, or its request to delete is still under way.
    @Test func anInputThatIsBeingDeletedGetsAnotherName() async throws {
        let fixture = try await StoreFixture()
        let artifacts = fixture.store.artifacts
        let first = try await artifacts.put(bytes, in: .inputs, fileExtension: "png")
        let condemned = -fixture.clock.now.milliseconds
        try fixture.shell("UPDATE artifact SET expires_at = \(condemned) WHERE key = '\(first)'")
        #expect(try await artifacts.record(first) == nil)
        let second = try await artifacts.put(bytes, in: .inputs, fileExtension: "png")
        #expect(second != first && second.rawValue.wholeMatch(of: /inputs\/[0-9a-f]{64}\.png/) != nil)

        // Nobody repeats what may still be under way, and later somebody does.
        #expect(try await artifacts.sweep() == 0)
        #expect(try await artifacts.exists(first))
        fixture.clock.advance(ArtifactStore.deletionTime + .seconds(1))
        #expect(try await artifacts.sweep() == 1)
        #expect(try await artifacts.exists(first) == false)
        #expect(try await artifacts.read(second) == bytes)
        // The name is free again.
        #expect(try await artifacts.put(bytes, in: .inputs, fileExtension: "png") == first)
        #expect(try await artifacts.read(first) == bytes)
    }

    @Test func anInputThatIsUsedTwiceIsStoredOnce() async throws {
        let fixture = try await StoreFixture()
        let artifacts = fixture.store.artifacts
        try await withThrowingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask { _ = try await artifacts.put(bytes, in: .inputs, fileExtension: "png") }
            }
            try await group.waitForAll()
        }
        var keys: [String] = []
        try await artifacts.objects.list(in: "inputs") { keys += $0.map(\.key) }
        #expect(keys.count == 1)
    }

    @Test func nothingIsLeftInTheTemporaryFolder() async throws {
        let fixture = try await StoreFixture()
        for _ in 0..<3 { _ = try await fixture.store.artifacts.put(bytes, in: .inputs, fileExtension: "png") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.folder + "/artifacts/tmp").isEmpty)
    }
}
