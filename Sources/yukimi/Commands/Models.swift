import ArgumentParser
import Foundation
import GenerationTypes
import JobRunner

struct Models: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "See which models are served, and get weights for those that need them.",
        discussion: """
            A model is what clients name in the URL: settings say which engine answers, and what it costs. The diffusion
            engine needs weights, which are pulled from a hub into <data>/models, or copied there by hand.

            Examples:

              yukimi models list --json
              yukimi models pull dreamlite-mobile
              yukimi serve --set models=dreamlite-mobile --set model.dreamlite-mobile.engine=diffusion
            """,
        subcommands: [
            ModelsList.self, ModelsPull.self, ModelsInstalled.self, ModelsShow.self, ModelsVerify.self,
            ModelsRemove.self, ModelsQuantize.self,
        ]
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
