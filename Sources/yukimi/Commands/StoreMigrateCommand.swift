import ArgumentParser
import JobStore

struct StoreMigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring the database up to date.",
        discussion: """
            serve and worker do the same when they begin. This is for doing it at a time of your own, or with a role that
            may change tables when theirs may not.

            Example:

              yukimi store migrate --set store.url=postgres://admin@db.example.com/yukimi
            """
    )

    @OptionGroup var settings: SettingOptions

    func run() async throws {
        let settings = try await Settings.load(settings)
        let steps = try Store.migrate(folder: settings.dataFolder, database: settings.database)
        print(steps.isEmpty ? "The database is up to date." : "Done: \(steps.joined(separator: ", ")).")
    }
}
