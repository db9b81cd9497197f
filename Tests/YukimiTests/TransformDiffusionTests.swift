import ArgumentParser
import Foundation
import GenerationTypes
import ImageCodecs
import Synchronization
import Tensors
import Testing

@testable import yukimi

/// `transform` and `models quantize` with a diffusion model so small that an edit takes a moment.
struct TransformDiffusionTests {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    private static let photograph = tests.deletingLastPathComponent().appending(path: "demo/temple.jpg").path

    /// A data folder in which the model `tiny` is installed, as if copied there by hand.
    private static func withDataFolder(_ body: (URL) async throws -> Void) async throws {
        let data = FileManager.default.temporaryDirectory.appending(path: "tiny-data-\(UUID())")
        defer { try? FileManager.default.removeItem(at: data) }
        let model = data.appending(path: "models/tiny")
        try FileManager.default.createDirectory(
            at: model.appending(path: "tokenizer"),
            withIntermediateDirectories: true
        )
        var places = [
            "unet": "DiffusionModelsTests/Fixtures/DreamLite", "vae": "DiffusionModelsTests/Fixtures/AutoencoderTiny",
            "tokenizer/tokenizer.json": "TextTokenizersTests/Fixtures/qwen.json",
        ]
        for name in ["model_index.json", "text_encoder", "processor", "scheduler"] {
            places[name] = "DiffusionEngineTests/Fixtures/pipeline/\(name)"
        }
        for (name, place) in places {
            try FileManager.default.createSymbolicLink(
                at: model.appending(path: name),
                withDestinationURL: tests.appending(path: place)
            )
        }
        try await body(data)
    }

    private static func run(_ arguments: [String]) async throws {
        var command = try Yukimi.parseAsRoot(arguments)
        if var asynchronous = command as? any AsyncParsableCommand {
            try await asynchronous.run()
        } else {
            try command.run()
        }
    }

    private static func transform(_ data: URL, to name: String, _ more: [String]) async throws -> Bitmap {
        let output = data.appending(path: name)
        let common = [
            "transform", photograph, "--prompt", "snow on the roofs", "-o", output.path, "--aspect-ratio", "1:1",
            "--seed", "7", "--data", data.path,
        ]
        try await run(common + more)
        let codec = try ImageCodec()
        return try codec.decode([UInt8](Data(contentsOf: output)), keepingAlpha: false)
    }

    @Test("an installed model edits, and so does its folder, in any precision")
    func installed() async throws {
        try await Self.withDataFolder { data in
            let named = try await Self.transform(data, to: "a.png", ["--model", "tiny"])
            let folder = data.appending(path: "models/tiny").path
            let placed = try await Self.transform(data, to: "b.png", ["--weights", folder, "--precision", "int8"])
            let exact = try await Self.transform(data, to: "c.png", ["--weights", "tiny", "--precision", "float32"])
            #expect(named.size == PixelSize(width: 1024, height: 1024))
            #expect(named == placed)
            #expect(named != exact)
        }
    }

    @Test("the settings' model and its steps are used, and the command's own are stronger")
    func fromSettings() async throws {
        try await Self.withDataFolder { data in
            let settings = [
                "--set", "models=winter", "--set", "model.winter.engine=diffusion", "--set",
                "model.winter.weights=tiny",
                "--set", "model.winter.steps=1",
            ]
            let one = try await Self.transform(data, to: "a.png", settings)
            let two = try await Self.transform(data, to: "b.png", settings + ["--steps", "2"])
            let same = try await Self.transform(data, to: "c.png", ["--model", "tiny", "--steps", "1"])
            #expect(one == same)
            #expect(one != two)
        }
    }

    @Test("each step of the engine is timed, in order, and shown on the way")
    func timings() async throws {
        try await Self.withDataFolder { data in
            let settings = try await Settings.load(SettingOptions.parse(["--data", data.path]))
            let chosen = try ModelChoice(model: "tiny", steps: 2).settings(among: settings)
            let codec = try ImageCodec()
            let order = TransformOrder(
                input: Self.photograph,
                output: "unused",
                prompt: try #require(Prompt("snow on the roofs")),
                elements: [],
                outputSize: PixelSize(.square, .standard),
                format: .png,
                seed: 7
            )
            let work = TransformWork(
                order,
                codec: codec,
                engine: chosen.makeEngine(codec: codec, data: settings.dataFolder)
            )
            let shown = Mutex<[String]>([])
            let result = try work.run(
                monitor: GenerationMonitor(report: { progress in
                    shown.withLock { $0.append(progress.label) }
                })
            )
            let labels = [
                "fitting the picture", "loading the model", "reading the prompt and the picture",
                "encoding the picture", "step 1 of 2", "step 2 of 2", "drawing the picture",
            ]
            #expect(result.steps.map(\.label) == labels)
            #expect(shown.withLock { $0 } == labels)
            #expect(result.plan == nil)
            #expect(result.engine == "diffusion")
            let sum = result.steps.reduce(0) { $0 + $1.seconds }
            #expect(abs(sum - result.engineSeconds) < 0.1 * result.engineSeconds)
        }
    }

    @Test(
        "what makes no sense is refused with what there is",
        arguments: [
            (ModelChoice(model: "nobody"), "there is no model 'nobody'; there are: kling-3-image2image, tiny"),
            (ModelChoice(precision: .int8), "are for diffusion models"),
            (ModelChoice(model: "kling-3-image2image", steps: 4), "are for diffusion models"),
        ]
    )
    func refusals(choice: ModelChoice, message: String) async throws {
        try await Self.withDataFolder { data in
            let settings = try await Settings.load(SettingOptions.parse(["--data", data.path]))
            let error = #expect(throws: CommandError.self) { try choice.settings(among: settings) }
            #expect(error?.description.contains(message) == true)
        }
    }

    @Test("quantize takes a diffusion model, and nothing else")
    func quantize() async throws {
        try await Self.withDataFolder { data in
            try await Self.run(["models", "quantize", "tiny", "--data", data.path])
            await #expect(throws: CommandError.self) {
                try await Self.run(["models", "quantize", "kling-3-image2image", "--data", data.path])
            }
            let broken = data.appending(path: "models/broken")
            try FileManager.default.createDirectory(at: broken, withIntermediateDirectories: true)
            await #expect(throws: CommandError.self) {
                try await Self.run(["models", "quantize", "broken", "--data", data.path])
            }
        }
    }
}
