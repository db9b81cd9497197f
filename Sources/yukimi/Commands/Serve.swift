import ArgumentParser
import Foundation
import HTTPAPI
import Hummingbird
import ImageFetcher
import JobRunner
import JobStore
import Logging
import ServiceLifecycle

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start the HTTP server, and a worker beside it.",
        discussion: """
            Settings come from options, then from the environment, then from a YAML file, then from the defaults below.
            The first SIGTERM or Ctrl-C lets running requests and jobs finish within worker.drain; the second ends at once.

            Examples:

              yukimi serve
              yukimi serve --host 0.0.0.0 --port 80 --public-url https://images.example.com
              yukimi serve --set keep.files=1d --set log.format=json
              YUKIMI_HTTP_PORT=9000 yukimi serve --config /etc/yukimi.yaml

            \(SettingTable.help)
            """
    )

    @OptionGroup var settings: SettingOptions

    @Option(help: ArgumentHelp("The address to listen on (http.host).", valueName: "address"))
    var host: String?

    @Option(help: ArgumentHelp("The port to listen on; 0 for any free one (http.port).", valueName: "number"))
    var port: String?

    @Option(help: ArgumentHelp("Where clients reach the server (http.public-url).", valueName: "url"))
    var publicURL: String?

    @Option(help: ArgumentHelp("Workers to start; 0 when they run elsewhere (worker.processes).", valueName: "number"))
    var workers: String?

    @Option(help: ArgumentHelp("What a synchronous request gets: bytes or json (v1.response).", valueName: "form"))
    var v1Response: String?

    @Option(
        help: ArgumentHelp("trace, debug, info, notice, warning, error or critical (log.level).", valueName: "level")
    )
    var logLevel: String?

    var assignments: [SettingAssignment] {
        [
            ("http.host", host, "--host"), ("http.port", port, "--port"),
            ("http.public-url", publicURL, "--public-url"),
            ("v1.response", v1Response, "--v1-response"), ("worker.processes", workers, "--workers"),
            ("log.level", logLevel, "--log-level"),
        ].compactMap { key, value, option in
            value.map { SettingAssignment(key: key, value: $0, option: option) }
        }
    }

    func run() async throws {
        let (options, more) = (settings, assignments)
        let settings = try await Settings.load(options, more: more)
        let command = try WorkerCommandLine.this(
            settings: self.settings,
            more: assignments.filter { !$0.key.hasPrefix("http.") },
            data: settings.dataFolder
        )
        try await serve(settings, workers: command) { try await Settings.load(options, more: more) }
    }
}
