import ArgumentParser
import JobStore

struct Jobs: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "See requests, and cancel them.",
        discussion: """
            Examples:

              yukimi jobs list --status queued --status processing
              yukimi jobs show 5f0c6e1a-…
              yukimi jobs cancel 5f0c6e1a-…
            """,
        subcommands: [JobsList.self, JobsShow.self, JobsCancel.self]
    )
}

struct JobsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the newest requests.",
        discussion: """
            Example:

              yukimi jobs list --status failed --limit 10
            """
    )

    @OptionGroup var settings: SettingOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Only those that are queued, processing, completed, failed or cancelled; may be repeated.")
    var status: [JobStatus] = []

    @Option(help: ArgumentHelp("At most this many.", valueName: "number"))
    var limit = 50

    func validate() throws {
        guard (1...100_000).contains(limit) else { throw ValidationError("--limit takes 1 to 100000, got \(limit)") }
    }

    func run() async throws {
        let store = try await Settings.load(settings).openExistingStore()
        let names = try await store.accounts.names()
        let jobs = try await store.history.newest(limit, statuses: status.isEmpty ? nil : Set(status))
        let rows = jobs.map { JobRow($0, account: names[$0.account] ?? "?") }
        try output.print(
            rows,
            header: ["ID", "SUBMITTED", "ACCOUNT", "MODEL", "STATUS", "ATTEMPT", "SECONDS", "PROMPT"],
            empty: "There are no requests."
        ) { row in
            [
                row.id, row.submitted, row.account, row.model, row.status, String(row.attempt),
                row.inferenceSeconds.map { fixed($0, digits: 2) } ?? "",
                String(row.prompt.prefix(40)),
            ]
        }
    }
}

struct JobsShow: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show all that is known about a request, as JSON.",
        discussion: """
            Example:

              yukimi jobs show 5f0c6e1a-0d5c-4b53-9a57-0f8a3c1e7d21
            """
    )

    @OptionGroup var settings: SettingOptions

    @Argument(help: ArgumentHelp("The request's id.", valueName: "id"))
    var id: JobID

    func run() async throws {
        let store = try await Settings.load(settings).openExistingStore()
        guard let job = try await store.jobs.job(id) else { throw CommandError("there is no request \(id)") }
        let names = try await store.accounts.names()
        print(try JSONOutput.text(JobRow(job, account: names[job.account] ?? "?")))
    }
}

struct JobsCancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Cancel a request that waits or runs. Nothing is charged.",
        discussion: """
            Example:

              yukimi jobs cancel 5f0c6e1a-0d5c-4b53-9a57-0f8a3c1e7d21
            """
    )

    @OptionGroup var settings: SettingOptions

    @Argument(help: ArgumentHelp("The request's id.", valueName: "id"))
    var id: JobID

    func run() async throws {
        let store = try await Settings.load(settings).openExistingStore()
        switch try await store.jobs.cancel(id, account: nil, reason: .operator) {
        case .cancelled: print("Request \(id) is cancelled.")
        case .requested: print("Request \(id) runs; its worker was asked to stop.")
        case .alreadyFinished(let status): throw CommandError("request \(id) has ended already: \(status)")
        case .notFound: throw CommandError("there is no request \(id)")
        }
    }
}
