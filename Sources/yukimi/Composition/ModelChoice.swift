import Foundation
import ModelLibrary
import Tensors

/// Which model a command shall run, in the command line's words.
struct ModelChoice: Sendable {
    /// One that the settings name, or an installed one; nil: the settings' first.
    var model: String?
    /// A diffusion model's folder: a path, or an installed model's name.
    var weights: String?
    var precision: WeightPrecision?
    /// Denoising steps.
    var steps: Int?

    /// - Throws: ``CommandError`` when there is no such model, or it has no weights to be precise about.
    func settings(among settings: Settings) throws -> ModelSettings {
        var chosen = try base(settings)
        if let weights {
            chosen.engine = .diffusion
            chosen.weights = weights
        }
        guard chosen.engine == .diffusion || precision == nil && steps == nil else {
            throw CommandError(
                "--precision and --steps are for diffusion models, and '\(chosen.slug)' is answered by the engine "
                    + "'\(chosen.engine.rawValue)'"
            )
        }
        chosen.precision = precision ?? chosen.precision
        chosen.steps = steps ?? chosen.steps
        return chosen
    }

    private func base(_ settings: Settings) throws -> ModelSettings {
        guard let model else {
            if let weights { return ModelSettings(slug: (weights as NSString).lastPathComponent) }
            guard let first = settings.models.first else { throw CommandError("the settings name no model") }
            return first
        }
        if let named = settings.models.first(where: { $0.slug == model }) { return named }
        if weights != nil { return ModelSettings(slug: model) }
        let installed = try settings.modelLibrary().list().map(\.name.text)
        guard installed.contains(model) else {
            let known = settings.models.map(\.slug) + installed
            throw CommandError("there is no model '\(model)'; there are: \(known.joined(separator: ", "))")
        }
        var chosen = ModelSettings(slug: model)
        chosen.engine = .diffusion
        return chosen
    }
}
