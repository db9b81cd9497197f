import Testing

@testable import ModelLibrary

@Suite struct RefusedPullTests {
    @Test("Bytes that were corrupted on their way once are downloaded again")
    func repairsCorruption() async throws {
        let files = testFiles()
        let corrupt: TestHub.Misbehaviour = { request, number in
            request.server == "elsewhere" && number == 2 ? .corrupt : nil
        }
        try await TestHub.with(files: files, fault: corrupt) { hub in
            try await withLibrary(hub) { library in
                _ = try await library.pull("a/b", options: .test)
                try await expectInstalled(in: library, files: files)
            }
        }
    }

    @Test(
        "Content that is never what the checksum says is an error",
        arguments: ["config.json", "vae/model.safetensors"]
    )
    func refusesWrongContent(path: String) async throws {
        let corrupt: TestHub.Misbehaviour = { request, _ in request.uri.hasSuffix(path) ? .corrupt : nil }
        try await TestHub.with(files: testFiles(), fault: corrupt) { hub in
            try await withLibrary(hub) { library in
                let error = try await expectPullFails(library)
                #expect(error.code == .wrongChecksum && error.subject == path)
            }
        }
    }

    @Test(
        "What the hub refuses is said clearly, and not asked for again",
        arguments: [
            (
                401, "", ModelLibraryError.Code.tokenNeeded,
                "the hub wants a token (set HF_TOKEN), or there is no such repository"
            ),
            (
                401, "GatedRepo", .tokenNeeded,
                "the hub refuses: the repository's terms must be accepted on its page, and a token set (HF_TOKEN)"
            ),
            (
                403, "GatedRepo", .refusedByHub,
                "the hub refuses: the repository's terms must be accepted on its page, and a token set (HF_TOKEN)"
            ),
            (404, "RepoNotFound", .notFound, "the hub has no such repository, or it is private"),
            (404, "RevisionNotFound", .notFound, "the repository has no such revision"),
        ]
    )
    func saysWhyTheHubRefuses(
        status: Int,
        code: String,
        expected: ModelLibraryError.Code,
        reason: String
    ) async throws {
        try await TestHub.with(files: testFiles(), fault: { _, _ in .status(status, code: code) }) { hub in
            try await withLibrary(hub) { library in
                let error = try await expectPullFails(library)
                #expect(error.code == expected)
                #expect(error.reason == reason)
                #expect(hub.requests.count == 1)
            }
        }
    }

    @Test("A file that is listed and not there is an error, and so is a token that the hub does not know")
    func saysWhatIsMissing() async throws {
        let gone = #"{"rfilename":"gone.bin","size":3,"blobId":"\#(TestHub.gitBlob([1, 2, 3]))"}"#
        let listing = TestHub.listing(of: testFiles(), extra: gone)
        try await TestHub.with(files: testFiles(), requiredToken: "secret", listing: listing) { hub in
            try await withLibrary(hub, token: "secret") { library in
                let error = try await expectPullFails(library)
                #expect(error.code == .notFound)
                #expect(error.reason == "the repository has no such file at this revision")
            }
            try await withLibrary(hub, token: "other") { library in
                let error = try await expectPullFails(library)
                #expect(error.code == .tokenNeeded)
                #expect(!error.description.contains("other"))
            }
        }
    }

    @Test(
        "A hub that fails, hangs or errs again and again is given up",
        arguments: [
            (TestHub.Fault.status(503), ModelLibraryError.Code.unreachable), (.hang, .timedOut),
            (.cut(after: 0), .unreachable), (.loop, .badAnswer), (.wrongRange, .badAnswer), (.overlong, .badAnswer),
        ]
    )
    func givesUp(fault: TestHub.Fault, code: ModelLibraryError.Code) async throws {
        let misbehave: TestHub.Misbehaviour = { request, _ in request.uri.contains("vae") ? fault : nil }
        try await TestHub.with(files: testFiles(), fault: misbehave) { hub in
            try await withLibrary(hub) { library in
                var settings = testSettings(hub)
                if code == .timedOut { settings.idleTime = .milliseconds(100) }
                let hasty = ModelLibrary(folder: library.folder, hub: settings)
                let error = try await expectPullFails(hasty)
                #expect(error.code == code, "\(error)")
            }
        }
    }

    @Test("A hub that cannot be reached is an error")
    func needsAHub() async throws {
        try await withLibrary(nil) { library in
            let error = try await expectPullFails(library)
            #expect(error.code == .unreachable)
        }
    }

    @Test("A hub without ranges serves whole files")
    func worksWithoutRanges() async throws {
        let files = testFiles()
        try await TestHub.with(files: files, fault: { _, _ in .ignoreRange }) { hub in
            try await withLibrary(hub) { library in
                _ = try await library.pull("a/b", options: .test)
                try await expectInstalled(in: library, files: files)
            }
        }
    }

    @Test("A hub without ranges is asked for the whole file again when its answer breaks")
    func beginsAnewWithoutRanges() async throws {
        let files = testFiles()
        let misbehave: TestHub.Misbehaviour = { request, _ in
            guard request.server == "elsewhere" else { return nil }
            if request.range != nil { return .ignoreRange }
            return Bool.random() ? .cut(after: 1000) : nil
        }
        try await TestHub.with(files: files, fault: misbehave) { hub in
            try await withLibrary(hub) { library in
                var settings = testSettings(hub)
                settings.tries = 40
                settings.firstPause = .zero
                let patient = ModelLibrary(folder: library.folder, hub: settings)
                _ = try await patient.pull("a/b", options: .test)
                try await expectInstalled(in: patient, files: files)
            }
        }
    }

    @Test(
        "File names that lead elsewhere or are odd are refused before anything is written",
        arguments: [
            "../evil", "/etc/passwd", "a/../../evil", "a//b", #"a\\b"#, "C:evil", #"line\nbreak"#, "", "a/", "é",
            "yukimi-model.json", "-rf", "a ", #"x\u0000y"#, "unet", "config.json", ".hidden/../../x",
        ]
    )
    func refusesHostileNames(path: String) async throws {
        let listing = TestHub.listing(of: testFiles(), extra: #"{"rfilename":"\#(path)","size":1,"blobId":"00"}"#)
        try await TestHub.with(files: testFiles(), listing: listing) { hub in
            try await withLibrary(hub) { library in
                let error = try await expectPullFails(library)
                #expect(error.code == .unsafeListing, "\(error)")
                #expect(hub.requests.count == 1)
            }
        }
    }

    @Test("Sizes that no model has are refused", arguments: ["-1", "9223372036854775807", "5000000000000"])
    func refusesAbsurdSizes(size: String) async throws {
        let listing = TestHub.listing(of: testFiles(), extra: #"{"rfilename":"x","size":\#(size),"blobId":"00"}"#)
        try await TestHub.with(files: testFiles(), listing: listing) { hub in
            try await withLibrary(hub) { library in
                let error = try await expectPullFails(library)
                #expect(error.code == .unsafeListing, "\(error)")
            }
        }
    }

    @Test(
        "An answer that is no listing is an error",
        arguments: ["", "[]", "<html>", #"{"sha":"../..","siblings":[]}"#]
    )
    func refusesNonsense(listing: String) async throws {
        try await TestHub.with(files: testFiles(), listing: listing) { hub in
            try await withLibrary(hub) { library in
                let error = try await expectPullFails(library)
                #expect(error.code == .badAnswer)
            }
        }
    }
}
