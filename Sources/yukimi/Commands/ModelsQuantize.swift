import ArgumentParser
import DiffusionEngine
import Foundation
import GenerationTypes
import JobRunner
import Tensors

struct ModelsQuantize: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quantize",
        abstract: "Pack a diffusion model's weights for this processor, ahead of its first request.",
        discussion: """
            The first request does it otherwise, and waits for it. The packed weights are kept beside the model's files.

            Examples:

              yukimi models quantize dreamlite-mobile
              yukimi models quantize dreamlite-mobile --precision bfloat16
            """
    )

    @Argument(help: "A model that the settings name, or an installed one.") var name: String

    @Option(help: "How weights are kept; without it, what the settings say of the model, or int8.")
    var precision: WeightPrecision?

    @OptionGroup var settings: SettingOptions

    func run() async throws {
        let settings = try await Settings.load(settings)
        let chosen = try ModelChoice(model: name, precision: precision).settings(among: settings)
        guard chosen.engine == .diffusion else {
            throw CommandError("'\(name)' is answered by the engine '\(chosen.engine.rawValue)', which has no weights")
        }
        let diffusion = chosen.diffusion(data: settings.dataFolder)
        let before = DiffusionEngine.packedByteCount(diffusion.folder)
        let line = PackingLine(isVisible: isatty(STDERR_FILENO) == 1)
        // Packing is one call that says nothing on its way: its file's growth is what can be shown.
        let showing = Task {
            while !Task.isCancelled {
                line.show(DiffusionEngine.packedByteCount(diffusion.folder) - before)
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        defer {
            showing.cancel()
            line.clear()
        }
        let seconds = try await EngineThread.run {
            let begin = ContinuousClock.now
            do {
                try DiffusionEngine.pack(diffusion)
            } catch let failure as GenerationFailure {
                throw CommandError(failure.message)
            }
            return (ContinuousClock.now - begin).seconds
        }
        let written = DiffusionEngine.packedByteCount(diffusion.folder) - before
        showing.cancel()
        line.clear()
        print(
            "\(name) is ready in \(chosen.precision.rawValue): \(bytesText(Int64(max(0, written)))) packed in "
                + "\(fixed(seconds, digits: 1)) s"
        )
    }
}
