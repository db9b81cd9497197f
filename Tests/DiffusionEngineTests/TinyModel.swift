import Foundation
import GenerationTypes
import Tensors
import Testing

@testable import DiffusionEngine

/// A model folder as diffusers lays it out, of networks so small that an edit takes a moment: put together from the
/// fixtures of the other targets' tests.
struct TinyModel {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    private static let own = tests.appending(path: "DiffusionEngineTests/Fixtures/pipeline")

    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "tiny-model-\(UUID())")
        let files = FileManager.default
        try files.createDirectory(at: folder.appending(path: "tokenizer"), withIntermediateDirectories: true)
        let others = [
            ("unet", "DiffusionModelsTests/Fixtures/DreamLite"),
            ("vae", "DiffusionModelsTests/Fixtures/AutoencoderTiny"),
            ("tokenizer/tokenizer.json", "TextTokenizersTests/Fixtures/qwen.json"),
        ]
        for (name, place) in others {
            try files.createSymbolicLink(
                at: folder.appending(path: name),
                withDestinationURL: Self.tests.appending(path: place)
            )
        }
        for name in ["model_index.json", "text_encoder", "processor", "scheduler"] {
            try files.createSymbolicLink(
                at: folder.appending(path: name),
                withDestinationURL: Self.own.appending(path: name)
            )
        }
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    func settings(_ precision: WeightPrecision = .float32) -> DiffusionSettings {
        DiffusionSettings(folder: folder, precision: precision, threadCount: 2)
    }

    /// A tensor that the reference recorded.
    static func recorded(_ name: String) throws -> Tensor { try recording().tensor(name) }

    /// A recorded picture.
    static func picture(_ name: String) throws -> Bitmap { try recording().picture(name) }

    private static func recording() throws -> RecordedTensors {
        try RecordedTensors(own.appending(path: "recorded.safetensors"))
    }
}

/// Decibels by which a picture differs from another: higher is nearer.
func signalToNoise(_ actual: Bitmap, _ expected: Bitmap) -> Double {
    guard actual.size == expected.size else { return 0 }
    let squares = zip(actual.bytes, expected.bytes).reduce(0.0) { sum, pair in
        let difference = Double(pair.0) - Double(pair.1)
        return sum + difference * difference
    }
    return 10 * log10(255 * 255 * Double(expected.bytes.count) / max(squares, 1e-9))
}
