import Foundation
import Synchronization
import Testing

@testable import ModelLibrary

@Suite struct ModelPullTests {
    @Test("A pulled model has every file and its manifest, and needs no hub afterwards")
    func pullsAModel() async throws {
        let files = testFiles()
        try await TestHub.with(files: files) { hub in
            try await withLibrary(hub) { library in
                let reports = Mutex<[DownloadProgress]>([])
                let model = try await library.pull("a/b@v1.0", options: .test) { report in
                    reports.withLock { $0.append(report) }
                }
                #expect(model.name.text == "a--b")
                #expect(model.manifest?.repository == "a/b")
                #expect(model.manifest?.revision == "v1.0")
                #expect(model.manifest?.commit == TestHub.commit)
                #expect(model.manifest?.licence == "apache-2.0")
                #expect(model.size == files.reduce(0) { $0 + Int64($1.content.count) })
                let last = try #require(reports.withLock { $0.last })
                #expect(last.completedBytes == last.totalBytes && last.totalBytes == model.size)
                try await expectInstalled(in: library, files: files)
                let offline = ModelLibrary(folder: library.folder, hub: testSettings(nil))
                #expect(try offline.list().map(\.name.text) == ["a--b"])
                try offline.remove("a--b")
                #expect(try offline.list().isEmpty)
            }
        }
    }

    @Test("A model that is there already is not downloaded again")
    func pullsOnce() async throws {
        try await TestHub.with(files: testFiles()) { hub in
            try await withLibrary(hub) { library in
                _ = try await library.pull("a/b", options: .test)
                let count = hub.requests.count
                _ = try await library.pull("a/b", options: .test)
                #expect(hub.requests.count == count + 1)
            }
        }
    }

    @Test("A later commit takes the place of the model that was there")
    func replacesAModel() async throws {
        try await withLibrary(nil) { library in
            try await TestHub.with(files: testFiles()) { hub in
                let library = ModelLibrary(folder: library.folder, hub: testSettings(hub))
                _ = try await library.pull("a/b", options: .test)
            }
            let manifest = library.folder + "/a--b/" + ModelManifest.fileName
            let text = try String(contentsOfFile: manifest, encoding: .utf8)
            try text.replacing(TestHub.commit, with: "older").write(toFile: manifest, atomically: true, encoding: .utf8)
            let files = Array(testFiles(seed: 2).dropLast())
            try await TestHub.with(files: files) { hub in
                let library = ModelLibrary(folder: library.folder, hub: testSettings(hub))
                _ = try await library.pull("a/b", options: .test)
                try await expectInstalled(in: library, files: files)
                #expect(!FileManager.default.fileExists(atPath: library.folder + "/a--b/vae"))
                #expect(!FileManager.default.fileExists(atPath: library.folder + "/.pull/a--b.replaced"))
            }
        }
    }

    @Test("A model whose replacement was interrupted comes back with the next pull, whatever becomes of that")
    func recoversAModel() async throws {
        try await TestHub.with(files: testFiles()) { hub in
            try await withLibrary(hub) { library in
                _ = try await library.pull("a/b", options: .test)
                let aside = library.folder + "/.pull/a--b.replaced"
                try FileManager.default.moveItem(atPath: library.folder + "/a--b", toPath: aside)
                let offline = ModelLibrary(folder: library.folder, hub: testSettings(nil))
                await #expect(throws: ModelLibraryError.self) { _ = try await offline.pull("a/b", options: .test) }
                try await expectInstalled(in: offline, files: testFiles())
            }
        }
    }

    @Test("The licence is shown with its text, and nothing else is pulled unless it is accepted")
    func asksForTheLicence() async throws {
        try await TestHub.with(files: testFiles()) { hub in
            try await withLibrary(hub) { library in
                let terms = Mutex<LicenceTerms?>(nil)
                let options = PullOptions { shown in
                    terms.withLock { $0 = shown }
                    return false
                }
                let error = try await expectPullFails(library, options: options)
                #expect(error.code == .licenceNotAccepted)
                let shown = try #require(terms.withLock { $0 })
                #expect(shown.name == "apache-2.0" && shown.text == "Do what you like." && shown.model == "a/b@main")
                #expect(!hub.requests.contains { $0.uri.hasSuffix("safetensors") })
            }
        }
    }

    @Test("The token goes to the hub, and not to where it redirects")
    func keepsTheToken() async throws {
        let files = testFiles()
        try await TestHub.with(files: files, requiredToken: "secret") { hub in
            try await withLibrary(hub, token: "secret") { library in
                _ = try await library.pull("a/b", options: .test)
                try await expectInstalled(in: library, files: files)
                #expect(hub.requests.count { $0.server == "elsewhere" } >= 10)
                #expect(hub.requests.allSatisfy { ($0.token == "Bearer secret") == ($0.server == "hub") })
            }
        }
    }

    @Test("Large files come in ranges")
    func asksForRanges() async throws {
        try await TestHub.with(files: testFiles()) { hub in
            try await withLibrary(hub) { library in
                _ = try await library.pull("a/b", options: .test)
                let ranges = hub.requests.filter { $0.server == "elsewhere" }.compactMap(\.range)
                #expect(ranges.count == 13 + 3)
                #expect(ranges.contains("bytes=1200000-1234566"))
            }
        }
    }

    @Test("What the listing lacks is asked for file by file, and the repository's own files are left out")
    func asksForMissingChecksums() async throws {
        let files = testFiles()
        let siblings = files.map { #"{"rfilename":"\#($0.path)"}"# }.joined(separator: ",")
        let listing = #"{"sha":"\#(TestHub.commit)","siblings":[\#(siblings),{"rfilename":".gitattributes"}]}"#
        try await TestHub.with(files: files, listing: listing) { hub in
            try await withLibrary(hub) { library in
                let model = try await library.pull("a/b", options: .test)
                #expect(hub.requests.count { $0.method == "HEAD" } == files.count)
                #expect(model.manifest?.licence == "the repository names no licence")
                try await expectInstalled(in: library, files: files)
            }
        }
    }

    @Test("A folder that was not pulled is not overwritten")
    func keepsFoldersMadeByHand() async throws {
        try await TestHub.with(files: testFiles()) { hub in
            try await withLibrary(hub) { library in
                let folder = library.folder + "/a--b"
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                try "{}".write(toFile: folder + "/config.json", atomically: true, encoding: .utf8)
                let error = await #expect(throws: ModelLibraryError.self) {
                    _ = try await library.pull("a/b", options: .test)
                }
                #expect(error?.code == .alreadyExists)
                #expect(try library.list().map(\.size) == [2])
            }
        }
    }

    @Test("Two pulls of one model at the same time are refused")
    func refusesTwoPulls() async throws {
        try await TestHub.with(files: testFiles()) { hub in
            try await withLibrary(hub) { library in
                let options = PullOptions { _ in
                    let error = try? await expectPullFails(library)
                    #expect(error?.code == .busy)
                    return true
                }
                _ = try await library.pull("a/b", options: options)
            }
        }
    }
}
