import ArgumentParser
import ModelLibrary

struct ModelsInstalled: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "installed",
        abstract: "List the models whose weights are on this machine.",
        discussion: """
            Example:

              yukimi models installed --json
            """
    )

    @OptionGroup var settings: SettingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let rows = try await Settings.load(settings).modelLibrary().list().map(InstalledRow.init)
        try output.print(rows, header: ["NAME", "SIZE", "FROM"], empty: "No model is installed.") { row in
            [row.name, bytesText(row.bytes), row.repository.map { "\($0)@\(row.revision ?? "")" } ?? "copied by hand"]
        }
    }
}

struct ModelsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show where an installed model is and where it came from.",
        discussion: """
            Example:

              yukimi models show dreamlite-mobile
            """
    )

    @Argument(help: "The model's name, as 'models installed' lists it.") var name: String
    @OptionGroup var settings: SettingOptions

    func run() async throws {
        print(try JSONOutput.text(InstalledRow(try await Settings.load(settings).modelLibrary().model(named: name))))
    }
}

struct ModelsVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compare an installed model's files with their hashes; exits with 1 when one differs.",
        discussion: """
            Example:

              yukimi models verify dreamlite-mobile
            """
    )

    @Argument(help: "The model's name, as 'models installed' lists it.") var name: String
    @OptionGroup var settings: SettingOptions

    func run() async throws {
        let found = try await Settings.load(settings).modelLibrary().verify(name)
        print("\(found.intactCount) files are as they were downloaded.")
        for path in found.damaged { print("damaged: \(path)") }
        for path in found.missing { print("missing: \(path)") }
        guard found.isIntact else {
            print("Remove the model and pull it again: yukimi models remove \(name)")
            throw ExitCode.failure
        }
    }
}

struct ModelsRemove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Delete an installed model and what is left of its downloads.",
        discussion: """
            Example:

              yukimi models remove dreamlite-mobile
            """
    )

    @Argument(help: "The model's name, as 'models installed' lists it.") var name: String
    @OptionGroup var settings: SettingOptions

    func run() async throws {
        try await Settings.load(settings).modelLibrary().remove(name)
        print("\(name) is removed.")
    }
}

private struct InstalledRow: Encodable {
    let name: String
    let folder: String
    let bytes: Int64
    /// Nil for a folder that was copied by hand.
    let repository: String?
    let revision: String?
    let commit: String?
    let licence: String?

    init(_ model: InstalledModel) {
        name = model.name.text
        folder = model.folder
        bytes = model.size
        repository = model.manifest?.repository
        revision = model.manifest?.revision
        commit = model.manifest?.commit
        licence = model.manifest?.licence
    }
}
