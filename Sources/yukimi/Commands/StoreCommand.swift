import ArgumentParser
import JobStore

struct StoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Look after the database and the files.",
        discussion: """
            Example:

              yukimi store check
            """,
        subcommands: [StoreCheckCommand.self, StoreMigrateCommand.self, StoreCopyCommand.self]
    )
}

struct StoreCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check that credits, jobs and files agree; exits with 1 when they do not.",
        discussion: """
            Servers and workers may run meanwhile.

            Example:

              yukimi store check --json
            """
    )

    @OptionGroup var settings: SettingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let check = try await Settings.load(settings).openExistingStore().check()
        let report = CheckReport(check)
        if output.json {
            print(try JSONOutput.text(report))
        } else {
            let jobs = report.jobs.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
            print("Requests: \(jobs.isEmpty ? "none" : jobs.joined(separator: ", "))")
            print(check.isClean ? "Everything agrees." : "Broken rules:")
            for violation in check.violations { print("  \(violation)") }
        }
        if !check.isClean { throw ExitCode.failure }
    }
}

private struct CheckReport: Encodable {
    struct Violation: Encodable {
        let rule: String
        let count: Int
        let examples: [String]
    }

    let isClean: Bool
    let violations: [Violation]
    let jobs: [String: Int]

    init(_ check: StoreCheck) {
        isClean = check.isClean
        violations = check.violations.map { Violation(rule: $0.rule, count: $0.count, examples: $0.examples) }
        jobs = Dictionary(uniqueKeysWithValues: check.jobs.map { ($0.key.rawValue, $0.value) })
    }
}
