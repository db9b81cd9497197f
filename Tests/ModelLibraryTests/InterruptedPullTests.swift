import Foundation
import Synchronization
import SystemPackage
import Testing

@testable import ModelLibrary

@Suite struct InterruptedPullTests {
    @Test("Answers that are cut off anywhere are taken up where they ended")
    func resumesWithinAPull() async throws {
        let files = testFiles()
        let cuts = Mutex(0)
        // By the end of its range, which stays: each part of a file is cut off twice.
        let asked = Mutex<[String: Int]>([:])
        let cut: TestHub.Misbehaviour = { request, _ in
            guard request.server == "elsewhere" else { return nil }
            let part = "\(request.uri) \(request.range?.split(separator: "-").last ?? "")"
            let number = asked.withLock { asked in
                defer { asked[part, default: 0] += 1 }
                return asked[part, default: 0]
            }
            guard number < 2 else { return nil }
            cuts.withLock { $0 += 1 }
            return .cut(after: Int.random(in: 0...90_000))
        }
        try await TestHub.with(files: files, fault: cut) { hub in
            try await withLibrary(hub) { library in
                _ = try await library.pull("a/b", options: .test)
                try await expectInstalled(in: library, files: files)
                #expect(cuts.withLock { $0 } > 5)
            }
        }
    }

    @Test(
        "A process that is killed within any write goes on later with what it had",
        arguments: [0, 40, 17_000, 99_999, 250_000, 700_000, 1_200_000, 1_500_000]
    )
    func resumesAfterBeingKilled(limit: Int) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "yukimi-kill-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        await #expect(processExitsWith: .signal(SIGKILL)) { [folder = folder as String, limit = limit as Int] in
            try await TestHub.with(files: testFiles()) { hub in
                var library = ModelLibrary(folder: folder, hub: testSettings(hub))
                library.disk.write = writing(upTo: limit) { file, bytes, offset in
                    // The last write is torn.
                    let half = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)])
                    try file.writeAll(toAbsoluteOffset: offset, half)
                    kill(getpid(), SIGKILL)
                }
                _ = try await library.pull("a/b", options: .test)
            }
        }
        let files = testFiles()
        try await TestHub.with(files: files) { hub in
            let library = ModelLibrary(folder: folder, hub: testSettings(hub))
            #expect(try library.list().isEmpty)
            let first = Mutex<Int64?>(nil)
            _ = try await library.pull("a/b", options: .test) { report in
                first.withLock { $0 = $0 ?? report.completedBytes }
            }
            try await expectInstalled(in: library, files: files)
            // At most one write of each of four connections is lost.
            #expect(try #require(first.withLock { $0 }) >= Int64(limit - 4 * 100_000))
        }
    }

    @Test("A pull that is cancelled ends, and goes on later")
    func resumesAfterCancelling() async throws {
        let files = testFiles()
        try await withLibrary(nil) { library in
            let (reached, reaching) = AsyncStream.makeStream(of: Void.self)
            let hang: TestHub.Misbehaviour = { request, _ in
                guard request.server == "elsewhere", request.uri.contains("vae") else { return nil }
                reaching.finish()
                return .hang
            }
            try await TestHub.with(files: files, fault: hang) { hub in
                let library = ModelLibrary(folder: library.folder, hub: testSettings(hub))
                let isCancelled = await withTaskGroup(of: Bool.self) { group in
                    group.addTask {
                        do {
                            _ = try await library.pull("a/b", options: .test)
                            return false
                        } catch {
                            return error is CancellationError
                        }
                    }
                    for await _ in reached {}
                    group.cancelAll()
                    return await group.next() ?? false
                }
                let models = try library.list()
                #expect(isCancelled && models.isEmpty)
            }
            try await TestHub.with(files: files) { hub in
                let library = ModelLibrary(folder: library.folder, hub: testSettings(hub))
                _ = try await library.pull("a/b", options: .test)
                #expect(!hub.requests.contains { $0.uri.contains("unet") })
                try await expectInstalled(in: library, files: files)
            }
        }
    }

    @Test("Damage of a download that was interrupted is noticed, and the file downloaded again")
    func noticesDamagedParts() async throws {
        let files = testFiles()
        try await TestHub.with(files: files) { hub in
            try await withLibrary(hub) { library in
                let failing = PartFilePath(library: library, index: 4)
                var broken = library
                broken.disk.write = writing(upTo: 1_300_000) { _, _, _ in throw Errno.ioError }
                let error = try await expectPullFails(broken)
                #expect(error.code == .storageFailed)
                // The journal says that the whole file is there, but it is not.
                let journal = try String(contentsOfFile: failing.journal, encoding: .utf8)
                let header = try #require(journal.split(separator: "\n").first)
                try "\(header)\n0-300000\n".write(toFile: failing.journal, atomically: true, encoding: .utf8)
                _ = try await library.pull("a/b", options: .test)
                try await expectInstalled(in: library, files: files)
            }
        }
    }

    @Test("Too little space is noticed before anything large is downloaded")
    func checksSpaceFirst() async throws {
        try await TestHub.with(files: testFiles()) { hub in
            try await withLibrary(hub) { library in
                var small = library
                small.disk.availableSpace = { _ in 1_000_000 }
                let error = try await expectPullFails(small)
                #expect(error.code == .diskFull)
                #expect(!hub.requests.contains { $0.uri.hasSuffix("safetensors") })
            }
        }
    }

    @Test("A disk that fills up stops the pull, which goes on once there is space")
    func stopsOnAFullDisk() async throws {
        let files = testFiles()
        try await TestHub.with(files: files) { hub in
            try await withLibrary(hub) { library in
                var full = library
                full.disk.write = writing(upTo: 800_000) { _, _, _ in throw Errno.noSpace }
                let error = try await expectPullFails(full)
                #expect(error.code == .diskFull)
                #expect(error.reason == "there is no space left on the disk; what was downloaded is kept")
                let first = Mutex<Int64?>(nil)
                _ = try await library.pull("a/b", options: .test) { report in
                    first.withLock { $0 = $0 ?? report.completedBytes }
                }
                #expect(try #require(first.withLock { $0 }) > 300_000)
                try await expectInstalled(in: library, files: files)
            }
        }
    }
}

/// Writes until so many bytes were written, and then does something else.
private func writing(
    upTo limit: Int,
    otherwise: @escaping @Sendable (FileDescriptor, UnsafeRawBufferPointer, Int64) throws -> Void
) -> @Sendable (FileDescriptor, UnsafeRawBufferPointer, Int64) throws -> Void {
    let written = WrittenCount()
    return { file, bytes, offset in
        guard written.add(bytes.count) > limit else { return try DiskAccess.real.write(file, bytes, offset) }
        try otherwise(file, bytes, offset)
    }
}

private final class WrittenCount: Sendable {
    private let count = Mutex(0)

    func add(_ bytes: Int) -> Int {
        count.withLock { count in
            count += bytes
            return count
        }
    }
}

/// Where a file of a test's model is while it is downloaded.
private struct PartFilePath {
    let journal: String

    init(library: ModelLibrary, index: Int) {
        journal = "\(library.folder)/.pull/a--b/\(TestHub.commit)/parts/\(index).journal"
    }
}
