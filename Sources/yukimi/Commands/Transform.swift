import ArgumentParser
import Foundation
import GenerationTypes
import ImageCodecs
import JobRunner
import SceneEngine
import Tensors

struct Transform: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Transform one image, without a server.",
        discussion: """
            The same engines that answer requests, in this process. Nothing is stored or charged.

            Examples:

              yukimi transform garden.jpg --prompt "the same garden on a snowy winter evening" -o winter.png
              yukimi transform in.jpg --prompt "golden autumn" -o out.webp --aspect-ratio 1:1 --resolution 2K --seed 7
              yukimi transform in.jpg --prompt "deep snow, no aurora" -o out.png --explain --timings
              yukimi transform in.jpg --prompt "make it winter" -o out.png --model dreamlite-mobile --steps 4
            """
    )

    @Argument(help: ArgumentHelp("The image to transform: PNG, JPEG, WebP or GIF.", valueName: "in"))
    var input: String

    @Option(help: ArgumentHelp("The transformation wanted, 1 to 2500 characters.", valueName: "text"))
    var prompt: String

    @Option(name: .shortAndLong, help: ArgumentHelp("Where the result goes.", valueName: "out"))
    var output: String

    @Option(help: "The result's shape.")
    var aspectRatio = AspectRatio.landscape16x9

    @Option(help: "The result's size.")
    var resolution = Resolution.standard

    @Option(help: ArgumentHelp("The same seed gives the same pixels; without one it is random.", valueName: "number"))
    var seed: UInt32?

    @Option(help: "The result's format; without it, what the output's name ends with, or png.")
    var format: OutputFormat?

    @Option(help: ArgumentHelp("An image of a character or object, named (element1) and so on.", valueName: "file"))
    var element: [String] = []

    @Option(help: "A model that the settings name, or an installed one; without it, the settings' first.")
    var model: String?

    @Option(help: ArgumentHelp("A diffusion model's folder, or an installed one's name.", valueName: "folder"))
    var weights: String?

    @Option(help: "How a diffusion model's weights are kept: the fewer bits, the faster.")
    var precision: WeightPrecision?

    @Option(help: ArgumentHelp("Denoising steps of a diffusion model.", valueName: "number"))
    var steps: Int?

    @Option(help: ArgumentHelp("Threads to work with: all processors unless given.", valueName: "number"))
    var threads: Int?

    @Flag(help: "Print what was understood from the prompt.")
    var explain = false

    @Flag(help: "Print how long each step took.")
    var timings = false

    @Flag(help: "Print JSON with all of that.")
    var json = false

    @Flag(help: "Replace the output if it exists.")
    var force = false

    @OptionGroup var settings: SettingOptions

    func run() async throws {
        let settings = try await Settings.load(settings)
        let order = try makeOrder()
        let choice = ModelChoice(model: model, weights: weights, precision: precision, steps: steps)
        let chosen = try choice.settings(among: settings)
        let codec = try settings.makeCodec()
        let engine = chosen.makeEngine(codec: codec, data: settings.dataFolder, threadCount: threads)
        let work = TransformWork(order, codec: codec, engine: engine)
        let bar = ProgressBar(isVisible: isatty(STDERR_FILENO) == 1)
        let result = try await EngineThread.run { try work.run(monitor: GenerationMonitor(report: bar.show)) }
        bar.clear()
        try write(result.bytes, to: order.output)
        try TransformReport(order, model: chosen.slug, result).print(explain: explain, timings: timings, json: json)
    }

    private func makeOrder() throws -> TransformOrder {
        guard let prompt = Prompt(prompt) else {
            throw ValidationError("--prompt takes 1 to \(Prompt.lengthLimit) characters, got \(prompt.count)")
        }
        guard element.count < 10 else {
            throw ValidationError("--element may be given nine times at most, got \(element.count)")
        }
        guard threads ?? 1 > 0 else { throw ValidationError("--threads takes 1 or more, got \(threads ?? 0)") }
        guard (1...100).contains(steps ?? 1) else {
            throw ValidationError("--steps takes 1 to 100, got \(steps ?? 0)")
        }
        let ending = (output as NSString).pathExtension.lowercased()
        let named = OutputFormat.allCases.first { ending == $0.rawValue || ending == $0.fileExtension }
        if FileManager.default.fileExists(atPath: output), !force {
            throw CommandError("\(output) exists; say --force to replace it")
        }
        return TransformOrder(
            input: input,
            output: output,
            prompt: prompt,
            elements: element,
            outputSize: PixelSize(aspectRatio, resolution),
            format: format ?? named ?? .png,
            seed: seed ?? .random(in: .min ... .max)
        )
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw CommandError("\(path) cannot be written: \(error.localizedDescription)")
        }
    }
}
