import ArgumentParser
import JobStore

struct StoreCopyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy",
        abstract: "Copy the data folder's database to an empty PostgreSQL server, and compare the two.",
        discussion: """
            Stop servers and workers first. The images stay in the data folder. When it says that everything agrees, set
            store.url and start again; the old file is not touched.

            Example:

              yukimi store copy postgres://yukimi@db.example.com/yukimi
            """
    )

    @Argument(help: "The server's URL.")
    var target: String

    @OptionGroup var settings: SettingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let settings = try await Settings.load(settings)
        guard let location = DatabaseLocation(url: target) else {
            throw CommandError("'\(target)' should be \(DatabaseLocation.kind)")
        }
        let copy = try await StoreCopy.copy(folder: settings.dataFolder, to: location)
        try output.print(copy.tables.map(CopiedRow.init), header: ["TABLE", "ROWS"], empty: "") { row in
            [row.table, String(row.rows)]
        }
        guard copy.check.isClean else {
            let broken = copy.check.violations.map(\.description).joined(separator: "; ")
            throw CommandError("the copy is complete, and breaks rules: \(broken)")
        }
        if !output.json { print("Everything agrees.") }
    }
}

private struct CopiedRow: Encodable {
    let table: String
    let rows: Int

    init(_ table: (name: String, rows: Int)) {
        self.table = table.name
        rows = table.rows
    }
}
