import ArgumentParser

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check this machine and the settings, and say what to do; exits with 1 when something is bad.",
        discussion: """
            Looks at processors, memory, disk, limits, the data, the image codecs, models and the network settings. It
            changes nothing, and servers and workers may run meanwhile.

            Examples:

              yukimi doctor
              yukimi doctor --config /etc/yukimi.yaml --json
            """
    )

    @OptionGroup var settings: SettingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let settings = try await Settings.load(settings)
        let machine = MachineChecks(folder: settings.dataFolder).run()
        let findings = machine + (await ServiceChecks(settings: settings).run())
        if output.json {
            print(try JSONOutput.text(findings))
        } else {
            for finding in findings {
                print("\(finding.verdict.mark) \(finding.check): \(finding.message)")
                if let advice = finding.advice { print("       → \(advice)") }
            }
        }
        if findings.contains(where: { $0.verdict == .bad }) { throw ExitCode.failure }
    }
}

extension Finding.Verdict {
    /// As wide as the others.
    fileprivate var mark: String {
        switch self {
        case .good: "  ok  "
        case .doubtful: " hmm  "
        case .bad: " BAD  "
        }
    }
}
