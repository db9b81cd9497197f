import ArgumentParser
import Foundation
import GenerationTypes
import JobStore
import Testing

@testable import yukimi

/// Every command that has no subcommands.
private let leaves: [any ParsableCommand.Type] = [
    Serve.self, Worker.self, Transform.self, KeysCreate.self, KeysList.self, KeysRevoke.self, CreditsGrant.self,
    CreditsShow.self, CreditsLedger.self, JobsList.self, JobsShow.self, JobsCancel.self, ModelsList.self,
    ModelsPull.self, ModelsInstalled.self, ModelsShow.self, ModelsVerify.self, ModelsRemove.self,
    ModelsQuantize.self,
    StoreCheckCommand.self, StoreMigrateCommand.self, StoreCopyCommand.self, Doctor.self,
]

struct CommandTests {
    @Test("every command's help says what it does, and shows an example", arguments: leaves.indices)
    func helps(index: Int) {
        let configuration = leaves[index].configuration
        #expect(!configuration.abstract.isEmpty)
        #expect(configuration.discussion.contains("Example"))
        #expect(configuration.discussion.contains("yukimi "))
    }

    @Test("the list of commands above is complete")
    func knowsAll() {
        func leaves(_ command: any ParsableCommand.Type) -> [String] {
            let children = command.configuration.subcommands
            return children.isEmpty ? [String(describing: command)] : children.flatMap(leaves)
        }
        #expect(Set(leaves(Yukimi.self)) == Set(YukimiTests.leaves.map { String(describing: $0) }))
    }

    @Test("transform reads its options into what the contract allows")
    func transform() throws {
        let command = try #require(
            try Yukimi.parseAsRoot([
                "transform", "in.jpg", "--prompt", "snow", "-o", "out.webp", "--aspect-ratio", "3:4", "--resolution",
                "2K",
                "--seed", "4294967295", "--element", "a.png", "--element", "b.png",
            ]) as? Transform
        )
        #expect(command.aspectRatio == .portrait3x4)
        #expect(command.resolution == .high)
        #expect(command.seed == .max)
        #expect(command.element == ["a.png", "b.png"])
        #expect(command.format == nil)
    }

    @Test(
        "what no command can mean is refused before anything runs",
        arguments: [
            ["transform", "in.jpg", "-o", "out.png"],
            ["transform", "in.jpg", "-o", "out.png", "--prompt", "snow", "--aspect-ratio", "5:4"],
            ["transform", "in.jpg", "-o", "out.png", "--prompt", "snow", "--seed", "-1"],
            ["keys", "create", "--account", "a", "--credits", "0"],
            ["keys", "create", "--account", "a", "--rate", "0"],
            ["keys", "create", "--account", "a", "--scope", "everything"],
            ["keys", "create", "--account", "a", "--expires", "soon"],
            ["credits", "grant", "--account", "a", "0.0000001"],
            ["jobs", "show", "not-an-id"],
            ["jobs", "list", "--status", "lost"],
            ["jobs", "list", "--limit", "0"],
            ["serve", "--prot", "80"],
        ]
    )
    func refuses(arguments: [String]) {
        #expect(throws: (any Error).self) { try Yukimi.parseAsRoot(arguments) }
    }

    @Test("a misspelt option gets a suggestion")
    func suggests() throws {
        let error = try #require(
            #expect(throws: (any Error).self) { try Yukimi.parseAsRoot(["serve", "--prot", "80"]) }
        )
        #expect(Yukimi.message(for: error).contains("--port"))
    }

    @Test("--set without '=' says what it takes")
    func malformedSet() throws {
        let options = try SettingOptions.parse(["--set", "http.port"])
        let error = #expect(throws: ValidationError.self) { try options.assignments() }
        #expect(error?.message.contains("name=value") == true)
    }

    @Test("each option of serve is the setting that its help names")
    func serveOptions() async throws {
        let options = [
            ("--host", "http.host", "::1"), ("--port", "http.port", "0"),
            ("--public-url", "http.public-url", "http://a.b"),
            ("--workers", "worker.processes", "3"), ("--v1-response", "v1.response", "json"),
            ("--log-level", "log.level", "error"),
        ]
        let help = Yukimi.helpMessage(for: Serve.self, columns: 200)
        for (option, key, value) in options {
            let serve = try #require(try Yukimi.parseAsRoot(["serve", option, value]) as? Serve)
            #expect(serve.assignments == [SettingAssignment(key: key, value: value, option: option)])
            #expect(help.contains("(\(key))"))
            let row = try #require(SettingTable.rows.first { $0.key == key })
            let settings = try SettingTable.read(from: [.options(serve.assignments)])
            #expect(row.text(settings) == value)
        }
    }

    @Test("a server's worker gets the server's settings, its own options last")
    func workerCommandLine() throws {
        let options = try SettingOptions.parse(["--config", "/etc/yukimi.yaml", "--set", "log.level=error"])
        let more = [SettingAssignment(key: "log.level", value: "debug", option: "--log-level")]
        let command = try WorkerCommandLine.this(settings: options, more: more, data: "/srv/data")
        #expect(
            command.arguments == [
                "worker", "--supervised", "--data", "/srv/data", "--config", "/etc/yukimi.yaml",
                "--set", "log.level=error", "--set", "log.level=debug",
            ]
        )
        #expect(FileManager.default.isExecutableFile(atPath: command.executable))
        let worker = try #require(try Yukimi.parseAsRoot(command.arguments) as? Worker)
        #expect(worker.supervised)
    }

    @Test(
        "fields of comma-separated values are quoted where needed, and never formulas",
        arguments: [
            ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"so\"", "\"say \"\"so\"\"\""), ("=1+1", "'=1+1"),
            ("-0.035", "-0.035"), ("@cmd", "'@cmd"), ("two\nlines", "\"two\nlines\""), ("", ""),
        ]
    )
    func csv(text: String, field: String) {
        #expect(csvField(text) == field)
    }

    @Test("a table's columns are as wide as their widest cell")
    func table() {
        let table = TextTable(header: ["A", "LONG"], rows: [["wide cell", "x"], ["y", ""]])
        #expect(table.text == "A          LONG\nwide cell  x\ny")
    }

    @Test("money in JSON is a decimal number without a binary remainder")
    func money() throws {
        #expect(try JSONOutput.text([MicroDollars(35_000).decimal]).contains("0.035\n"))
    }
}
