import ArgumentParser
import Foundation
import GenerationTypes
import HTTPAPI
import ImageFetcher
import JobRunner
import JobStore
import Testing

@testable import yukimi

/// Where settings come from, and what happens to those that make no sense.
struct SettingsTests {
    private let folder = NSTemporaryDirectory() + "settings-" + UUID().uuidString

    private func load(
        set: [String] = [],
        more: [SettingAssignment] = [],
        environment: [String: String] = [:],
        file: String? = nil
    ) async throws -> Settings {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        if let file { try file.write(toFile: "\(folder)/yukimi.yaml", atomically: true, encoding: .utf8) }
        let options = try SettingOptions.parse(["--data", folder] + set.flatMap { ["--set", $0] })
        return try await Settings.load(options, more: more, environment: environment)
    }

    private func complaint(
        set: [String] = [],
        environment: [String: String] = [:],
        file: String? = nil
    ) async throws -> String {
        let error = await #expect(throws: CommandError.self) {
            _ = try await load(set: set, environment: environment, file: file)
        }
        return error?.description ?? ""
    }

    // MARK: - Where from

    @Test("options are stronger than the environment, which is stronger than the file, which is stronger than defaults")
    func precedence() async throws {
        let file = "http: {port: 3}\nkeep: {records: 3m}\nv1.response: json"
        let environment = ["YUKIMI_HTTP_PORT": "2", "YUKIMI_KEEP_RECORDS": "2m"]
        let own = [SettingAssignment(key: "http.port", value: "0", option: "--port")]
        let settings = try await load(set: ["http.port=1"], more: own, environment: environment, file: file)
        #expect(settings.port == 0)
        #expect(try await load(set: ["http.port=4", "http.port=1"], environment: environment, file: file).port == 1)
        #expect(try await load(environment: environment, file: file).port == 2)
        #expect(try await load(file: file).port == 3)
        #expect(try await load().port == 8080)
        #expect(settings.store.recordRetention == .seconds(120))
        #expect(settings.api.v1Response == .json)
    }

    @Test("a list is a sequence in a file, and text with commas elsewhere")
    func lists() async throws {
        let blocks = ["10.0.0.0/8", "fc00::/7"].compactMap { AddressBlock($0) }
        #expect(try await load(file: "fetch:\n  allow:\n    - 10.0.0.0/8\n    - fc00::/7").allowedAddresses == blocks)
        #expect(try await load(file: "fetch:\n  allow: 10.0.0.0/8, fc00::/7").allowedAddresses == blocks)
        #expect(try await load(environment: ["YUKIMI_FETCH_ALLOW": "10.0.0.0/8,fc00::/7"]).allowedAddresses == blocks)
        #expect(try await load(set: ["fetch.allow=10.0.0.0/8,fc00::/7"]).allowedAddresses == blocks)
    }

    @Test("each model has its own settings, from every source")
    func models() async throws {
        let file = """
            models: [winter, broken-one]
            model:
              broken-one: {engine: rehearsal, outcome: error, price: 0}
            """
        let settings = try await load(environment: ["YUKIMI_MODEL_BROKEN_ONE_DELAY": "250ms"], file: file)
        #expect(settings.models.map(\.slug) == ["winter", "broken-one"])
        #expect(settings.models[0].engine == .scene)
        #expect(settings.models[0].price == MicroDollars(35_000))
        #expect(settings.models[1].engine == .rehearsal)
        #expect(settings.models[1].outcome == .error)
        #expect(settings.models[1].price == .zero)
        #expect(settings.models[1].delay == .milliseconds(250))
    }

    @Test("--config names another file, and a missing one is an error")
    func otherFile() async throws {
        let path = NSTemporaryDirectory() + "other-\(UUID().uuidString).yaml"
        let options = try SettingOptions.parse(["--config", path])
        await #expect(throws: CommandError.self) { _ = try await Settings.load(options, environment: [:]) }
        try "worker: {jobs: 3}".write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(try await Settings.load(options, environment: [:]).runner.concurrentJobs == 3)
        let bare = try SettingOptions.parse([])
        #expect(try await Settings.load(bare, environment: ["YUKIMI_CONFIG": path]).runner.concurrentJobs == 3)
    }

    @Test("without --data, the data is in the home folder")
    func defaultFolder() async throws {
        let bare = try SettingOptions.parse([])
        let home = "/nonexistent/home"
        #expect(try await Settings.load(bare, environment: ["HOME": home]).dataFolder == "\(home)/.local/share/yukimi")
        let moved = try await Settings.load(bare, environment: ["HOME": home, "XDG_DATA_HOME": "/nonexistent/x"])
        #expect(moved.dataFolder == "/nonexistent/x/yukimi")
    }

    // MARK: - Mistakes

    @Test("a value that makes no sense is named, with what would, and where it stands")
    func badValues() async throws {
        #expect(
            try await complaint(set: ["http.port=80a"])
                == "http.port: '80a' is not a whole number from 0 to 65535 (from --set http.port)"
        )
        #expect(
            try await complaint(environment: ["YUKIMI_V1_DEADLINE": "soon"])
                == "v1.deadline: 'soon' is not a time such as 250ms, 30s, 5m, 1h or 7d from 100ms to 1h "
                + "(from YUKIMI_V1_DEADLINE)"
        )
        #expect(try await complaint(file: "http:\n  port: 70000").hasSuffix("(from \(folder)/yukimi.yaml:2)"))
    }

    @Test("an unknown name is an error with its line and the nearest known name")
    func unknownNames() async throws {
        #expect(
            try await complaint(file: "log:\n  level: info\nhttp:\n  prot: 80")
                == "there is no setting 'http.prot' (from \(folder)/yukimi.yaml:4); did you mean 'http.port'?"
        )
        #expect(try await complaint(set: ["colour=red"]) == "there is no setting 'colour' (from --set colour)")
        #expect(try await complaint(file: "model: {other: {price: 1}}").contains("model.other.price"))
    }

    @Test(
        "what cannot be meant is refused",
        arguments: [
            "models=", "models=a,a", "models=A b", "worker.processes=-1", "worker.lease=1s", "fetch.allow=10.0.0.1/8",
            "http.public-url=images.example.com", "log.level=loud", "http.body-limit=0", "rate.burst=0",
            "model.kling-3-image2image.price=-1", "model.kling-3-image2image.engine=magic", "image.heif=maybe",
        ]
    )
    func refused(assignment: String) async throws {
        #expect(try await complaint(set: [assignment]).contains(assignment.prefix { $0 != "=" }))
    }

    @Test("a file that is no mapping is an error that shows one")
    func notAMapping() async throws {
        #expect(try await complaint(file: "- http").contains("is a YAML mapping"))
        #expect(try await complaint(file: "http: [").contains("not YAML"))
    }

    // MARK: - The table

    @Test("every default reads back as itself")
    func defaultsReadBack() throws {
        for row in SettingTable.rows {
            var settings = Settings()
            let text = row.text(settings)
            #expect(row.assign(&settings, text), "\(row.key) = \(text)")
            #expect(row.text(settings) == text)
        }
        for row in SettingTable.modelRows {
            var model = ModelSettings(slug: "slug")
            #expect(row.assign(&model, row.text(model)), "\(row.key)")
        }
    }

    @Test("names are unique, also in the environment")
    func uniqueNames() {
        let rows = SettingTable.rows
        #expect(Set(rows.map(\.key)).count == rows.count)
        #expect(Set(rows.map(\.environmentName)).count == rows.count)
    }

    @Test("serve's help lists every setting and its variable")
    func helpIsComplete() {
        let help = Yukimi.helpMessage(for: Serve.self, columns: 200)
        for row in SettingTable.rows {
            #expect(help.contains(row.key))
            #expect(help.contains(row.environmentName))
        }
    }
}
