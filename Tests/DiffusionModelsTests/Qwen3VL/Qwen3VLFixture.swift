import Foundation
import GenerationTypes
import Testing

@testable import DiffusionModels
@testable import Tensors

/// The tiny Qwen3-VL of Scripts/reference/record_qwen3vl.py, with what transformers computed with it.
struct Qwen3VLFixture {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/Qwen3VL")

    let precision: Qwen3VLPrecision
    let compute: Compute
    let configuration: Qwen3VLConfiguration
    let encoder: Qwen3VLEncoder
    private let recorded: Recorded

    init(_ precision: Qwen3VLPrecision = .float32, threadCount: Int = 2) throws {
        self.precision = precision
        compute = Compute(threadCount: threadCount, activations: precision.activations)
        let file = try ConfigurationFile(contentsOf: Qwen3VLFixture.folder.appending(path: "config.json"))
        configuration = try Qwen3VLConfiguration(file)
        let reader = WeightReader(
            try Checkpoint(Qwen3VLFixture.folder.appending(path: "model.safetensors").path),
            precision: precision.weights,
            compute: compute
        )
        encoder = try Qwen3VLEncoder(configuration, weights: reader.root)
        try reader.finish(ignoring: Qwen3VLEncoder.unusedWeights)
        recorded = try Recorded("recorded.safetensors")
    }

    /// The sizes of the pictures of the recorded text, in patches.
    let grids = [PatchGrid(rows: 4, columns: 6, mergeSize: 2), PatchGrid(rows: 8, columns: 4, mergeSize: 2)]

    /// Where a picture's patches lie in recordings that have all pictures below each other.
    func patches(_ picture: Int) -> Range<Int> {
        picture == 0 ? 0..<grids[0].count : grids[0].count..<grids[0].count + grids[1].count
    }

    /// Where a picture's tokens lie in recordings that have all pictures below each other.
    func tokens(_ picture: Int) -> Range<Int> {
        patches(picture).lowerBound / 4..<patches(picture).upperBound / 4
    }

    /// The prompt with both pictures.
    func prompt() throws -> Qwen3VLPrompt {
        try Qwen3VLPrompt(recorded.integers("tokens"), images: grids, configuration: configuration)
    }

    func integers(_ name: String) throws -> [Int] { try recorded.integers(name) }

    /// A recording, or some rows of it, in the type of activations.
    func input(_ name: String, rows: Range<Int>? = nil) throws -> Tensor {
        let tensor = try recorded.tensor(name)
        return compute.convert(rows.map { tensor.rows($0) } ?? tensor, to: precision.activations)
    }

    /// The recorded patches of a picture, in float32 as the image processor gives them.
    func image(_ picture: Int) throws -> ImagePatches {
        ImagePatches(pixels: try recorded.tensor("pixel_values").rows(patches(picture)), grid: grids[picture])
    }

    /// The recorded features of a picture.
    func features(_ picture: Int) throws -> ImageFeatures {
        ImageFeatures(
            tokens: try input("vision.merged", rows: tokens(picture)),
            deepstack: try configuration.vision.deepstackBlocks.indices.map {
                try input("vision.deepstack.\($0)", rows: tokens(picture))
            }
        )
    }

    func picture(_ index: Int) throws -> Bitmap { try recorded.picture("picture.\(index)") }

    /// Compares with a recording, or some rows of it. The tolerance is relative to the largest recorded number.
    func expect(
        _ found: Tensor,
        equals name: String,
        rows: Range<Int>? = nil,
        within tolerance: Float? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let all = try recorded.tensor(name)
        let wanted = rows.map { all.rows($0) } ?? all
        #expect(found.shape == wanted.shape, "\(name)", sourceLocation: sourceLocation)
        let (found, expected) = (found.floats(), wanted.floats())
        let scale = expected.map(abs).max() ?? 0
        let deviation = zip(found, expected).map { abs($0 - $1) }.max() ?? .infinity
        let tolerance = tolerance ?? precision.tolerance
        #expect(deviation / scale <= tolerance, "\(name), \(precision)", sourceLocation: sourceLocation)
    }
}

/// Tensors of a fixture file by their names.
struct Recorded {
    private let checkpoint: Checkpoint
    private let weights: Weights

    init(_ name: String) throws {
        checkpoint = try Checkpoint(Qwen3VLFixture.folder.appending(path: name).path)
        weights = WeightReader(checkpoint, precision: .float32, compute: Compute(threadCount: 1)).root
    }

    func tensor(_ name: String) throws -> Tensor {
        let stored = try #require(checkpoint.tensor(name), "\(name) is not recorded")
        return try weights.floats(name, stored.shape)
    }

    func integers(_ name: String) throws -> [Int] { try tensor(name).floats().map { Int($0) } }

    func picture(_ name: String) throws -> Bitmap {
        let tensor = try tensor(name)
        return Bitmap(
            size: PixelSize(width: tensor.shape[1], height: tensor.shape[0]),
            layout: .rgb,
            bytes: tensor.floats().map { UInt8($0) }
        )
    }
}

/// In what weights and activations are kept, and how far an answer may then be from the reference in float32, relative to
/// the largest number of the answer.
///
/// float32 differs by the order of sums alone, which is a hundredth of the bounds that the project promises (2e-4): tight
/// enough to tell the two forms of GELU from each other. bfloat16 rounds what goes from one operation to the next, and the
/// operands of products, to 8 bits. int8 rounds weights to 8 bits of the largest in their row, and activations to 8 bits
/// of the largest of a token; rows as short as those of the tiny model average little of it away.
enum Qwen3VLPrecision: CaseIterable, CustomTestStringConvertible {
    case float32, bfloat16, int8

    var weights: WeightPrecision {
        switch self {
        case .float32: .float32
        case .bfloat16: .bfloat16
        case .int8: .int8
        }
    }

    var activations: ElementType { self == .float32 ? .float32 : .bfloat16 }

    /// For one block.
    var tolerance: Float {
        switch self {
        case .float32: 1e-5
        case .bfloat16: 0.025
        case .int8: 0.05
        }
    }

    /// For the whole vision tower, whose blocks add up what they lose.
    var towerTolerance: Float {
        switch self {
        case .float32: 1e-5
        case .bfloat16: 0.03
        case .int8: 0.08
        }
    }

    /// For the whole encoder, whose softmax and gates multiply what the tower has lost. transformers in bfloat16 is 0.06
    /// from its own answer in float32.
    var modelTolerance: Float {
        switch self {
        case .float32: 2e-5
        case .bfloat16: 0.05
        case .int8: 0.25
        }
    }

    var testDescription: String { "\(weights) weights" }
}
