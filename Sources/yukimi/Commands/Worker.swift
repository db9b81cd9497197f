import ArgumentParser

struct Worker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run jobs from the data folder, without a server.",
        discussion: """
            A server starts its own worker. Further ones may run beside it, on anything that sees the same data folder; a
            server with --workers 0 starts none. A job belongs to the worker that renews its lease; when a worker is lost,
            another one begins the job again.

            The first SIGTERM or Ctrl-C lets running jobs finish within worker.drain; then they go back to the queue. The
            second ends at once.

            Examples:

              yukimi worker
              yukimi worker --data /srv/yukimi --set worker.jobs=2
            """
    )

    @OptionGroup var settings: SettingOptions

    @Flag(help: ArgumentHelp("Take hints from, and end with, the standard input.", visibility: .hidden))
    var supervised = false

    @Flag(help: ArgumentHelp("Run jobs one at a time until one has fitted into the memory.", visibility: .hidden))
    var careful = false

    func run() async throws {
        let options = settings
        try await work(try await Settings.load(options), isSupervised: supervised, isCareful: careful) {
            try await Settings.load(options)
        }
    }
}
