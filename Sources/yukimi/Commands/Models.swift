import ArgumentParser
import Foundation
import GenerationTypes
import JobRunner

struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "See which models are served.",
        discussion: """
            A model is what clients name in the URL: settings say which engine answers, and what it costs.

            Example:

              yukimi models list --json
            """,
        subcommands: [ModelsList.self]
    )
}

struct ModelsList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the models that the settings name.",
        discussion: """
            Examples:

              yukimi models list
              yukimi models list --set models=winter,rehearsal --set model.rehearsal.engine=rehearsal
            """
    )

    @OptionGroup var settings: SettingOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let rows = try await Settings.load(settings).models.map(ModelRow.init)
        try output.print(rows, header: ["MODEL", "ENGINE", "PRICE", "OUTCOME"], empty: "No model is served.") { row in
            [row.model, row.engine, "$\(row.price)", row.outcome ?? ""]
        }
    }
}

private struct ModelRow: Encodable {
    let model: String
    let engine: String
    let price: Decimal
    /// Of a rehearsal.
    let outcome: String?

    init(_ model: ModelSettings) {
        self.model = model.slug
        engine = model.engine.rawValue
        price = model.price.decimal
        outcome = model.engine == .rehearsal ? model.outcome.rawValue : nil
    }
}
