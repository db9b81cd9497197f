import Foundation
import Testing

@testable import ModelLibrary

@Suite struct ModelLibraryTests {
    @Test("A folder that was copied by hand is a model")
    func acceptsFoldersCopiedByHand() async throws {
        try await withLibrary(nil) { library in
            let folder = library.folder + "/my-model/unet"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(repeating: 7, count: 1000).write(to: URL(filePath: folder + "/weights"))
            #expect(try library.list().map(\.name.text) == ["my-model"])
            let model = try library.model(named: "my-model")
            #expect(model.manifest == nil && model.size == 1000)
            let error = await #expect(throws: ModelLibraryError.self) { _ = try await library.verify("my-model") }
            #expect(error?.reason.contains("nothing to compare with") == true)
            try library.remove("my-model")
            #expect(try library.list().isEmpty)
        }
    }

    @Test("Verification names the files that are damaged or missing, and a pull replaces a model that lacks some")
    func verificationNamesDamage() async throws {
        try await TestHub.with(files: testFiles()) { hub in
            try await withLibrary(hub) { library in
                let model = try await library.pull("a/b", options: .test)
                let weights = model.folder + "/vae/model.safetensors"
                var data = try Data(contentsOf: URL(filePath: weights))
                data[12_345] ^= 4
                try data.write(to: URL(filePath: weights))
                try FileManager.default.removeItem(atPath: model.folder + "/config.json")
                let verification = try await library.verify("a--b")
                #expect(verification.damaged == ["vae/model.safetensors"])
                #expect(verification.missing == ["config.json"])
                #expect(verification.intactCount == 3 && !verification.isIntact)
                _ = try await library.pull("a/b", options: .test)
                try await expectInstalled(in: library, files: testFiles())
            }
        }
    }

    @Test("A manifest that leads elsewhere is refused")
    func refusesHostileManifests() async throws {
        try await TestHub.with(files: testFiles()) { hub in
            try await withLibrary(hub) { library in
                let model = try await library.pull("a/b", options: .test)
                let path = model.folder + "/" + ModelManifest.fileName
                let text = try String(contentsOfFile: path, encoding: .utf8)
                let hostile = text.replacing("config.json", with: "../../etc/passwd")
                try hostile.write(toFile: path, atomically: true, encoding: .utf8)
                await #expect(throws: ModelLibraryError.self) { _ = try await library.verify("a--b") }
                #expect(try library.list().map(\.manifest) == [nil])
            }
        }
    }

    @Test("A library without a folder has no models, and no name leads out of it")
    func emptyLibrary() throws {
        let library = ModelLibrary(folder: "/nowhere/models", hub: testSettings(nil))
        #expect(try library.list().isEmpty)
        for name in ["x", "../etc", "", ".pull", "a/b"] {
            #expect(throws: ModelLibraryError.self) { try library.remove(name) }
            #expect(throws: ModelLibraryError.self) { _ = try library.model(named: name) }
        }
    }

    @Test("References are names of the catalogue, or repositories with a revision or without")
    func readsReferences() throws {
        let known = try ModelReference("dreamlite-mobile")
        #expect(known.repository == "carlofkl/DreamLite-mobile" && known.revision == "diffusers")
        #expect(try ModelReference("dreamlite-mobile@main").revision == "main")
        let other = try ModelReference("Owner/Some.Model_1@refs/pr/2")
        #expect(other.name.text == "Owner--Some.Model_1" && other.revision == "refs/pr/2")
        #expect(try ModelReference("a/b").revision == "main")
        let wrong = [
            "unknown", "a/b/c", "a/..", "../b", "a/b@", "a/b@..", "a/b@x y", "a b/c", "/b", "a/", "", "a--b/c",
            "a/b@x/../y",
        ]
        for text in wrong {
            #expect(throws: ModelLibraryError.self, "\(text)") { _ = try ModelReference(text) }
        }
    }

    @Test("Settings come from the environment, where empty values count as none")
    func readsTheEnvironment() {
        let settings = HubSettings(environment: ["HF_ENDPOINT": "http://hub.local/", "HF_TOKEN": ""])
        #expect(settings.endpoint == "http://hub.local" && settings.token == nil)
        #expect(HubSettings(environment: [:]).endpoint == "https://huggingface.co")
    }

    @Test("A text of the hub that would steer a terminal is made visible")
    func errorsAreSafeToPrint() {
        let error = ModelLibraryError(.notFound, "a\u{1B}[2Jb\u{202E}", String(repeating: "x", count: 9999))
        #expect(error.subject == "a\u{FFFD}[2Jb\u{FFFD}")
        #expect(error.reason.count == 500)
    }
}
