import DiffusionModels
public import Foundation

/// A folder that should hold a model.
public struct ModelFolder: Sendable {
    public let url: URL

    public init(_ url: URL) { self.url = url }

    /// Looks whether there is a model that this engine runs: its index, not its weights.
    ///
    /// - Throws: `ConfigurationError` with what was found and what is supported.
    public func check() throws {
        let index = try ConfigurationFile(contentsOf: url.appending(path: "model_index.json"))
        let name = try index.text("_class_name", default: "none")
        guard DreamLitePipeline.classNames.contains(name) else {
            throw index.error("_class_name", supported: DreamLitePipeline.classNames.joined(separator: ", "))
        }
    }
}
