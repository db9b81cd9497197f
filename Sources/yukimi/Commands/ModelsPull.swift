import ArgumentParser
import Foundation
import ModelLibrary

struct ModelsPull: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Download a model's weights from a hub.",
        discussion: """
            Takes a name of the catalogue below or owner/repository[@revision] on a hub that speaks as Hugging Face's does.
            HF_ENDPOINT says which hub, HF_TOKEN who asks. The licence is shown first and must be accepted. A download that
            was interrupted goes on where it stopped; a model is there whole and checked, or not at all.

            Known names: \(KnownModel.all.map { "\($0.name) (\($0.summary))" }.joined(separator: "; "))

            Examples:

              yukimi models pull dreamlite-mobile
              yukimi models pull carlofkl/DreamLite-mobile@diffusers --accept-license
            """
    )

    @Argument(help: ArgumentHelp("A known name, or owner/repository[@revision].", valueName: "model"))
    var model: String

    @Flag(help: "Accept the licence without being asked.")
    var acceptLicense = false

    @OptionGroup var settings: SettingOptions

    func run() async throws {
        let library = try await Settings.load(settings).modelLibrary()
        let isTerminal = isatty(STDERR_FILENO) == 1
        let isAccepted = acceptLicense
        let options = PullOptions { terms in isAccepted || Self.ask(terms) }
        let line = DownloadLine(isVisible: isTerminal)
        let installed = try await library.pull(model, options: options) { line.show($0) }
        line.clear()
        print("\(installed.name) is in \(installed.folder), \(bytesText(installed.size))")
    }

    /// Shows the terms on the standard error and reads the answer; without a person there, it is no.
    private static func ask(_ terms: LicenceTerms) -> Bool {
        var text = "\(terms.model) may be used under: \(terms.name)\n"
        if let link = terms.link { text += "  \(link)\n" }
        if let licence = terms.text { text += "\n\(licence)\n" }
        guard isatty(STDIN_FILENO) == 1 else {
            FileHandle.standardError.write(Data((text + "Say --accept-license to accept it.\n").utf8))
            return false
        }
        FileHandle.standardError.write(Data((text + "Do you accept it? [y/N] ").utf8))
        return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }
}
