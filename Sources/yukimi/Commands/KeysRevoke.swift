import ArgumentParser
import JobStore

struct KeysRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Make a key stop working, within a second in running servers.",
        discussion: """
            Example:

              yukimi keys revoke 3
            """
    )

    @OptionGroup var settings: SettingOptions

    @Argument(help: ArgumentHelp("The key's number from 'keys list'.", valueName: "id"))
    var id: Int64

    func run() async throws {
        let store = try await Settings.load(settings).openExistingStore()
        try await store.keys.revoke(KeyID(rawValue: id))
        print("Key \(id) is revoked.")
    }
}
